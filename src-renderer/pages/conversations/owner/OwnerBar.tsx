import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconClockPlus, IconDots, IconMessageReply } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { AnsweringSwitch } from '../../../components/answering/AnsweringSwitch.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { clockTime } from '../../../format/time.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { usePerson } from '../../../stores/person.ts'
import classes from './owner.module.css'
import { useCountdown } from './use-countdown.ts'

const KEPT_MINUTES = 30

function useSentence({ owner, draftId }: Conversation, isSilent: boolean): string | null {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const name = owner.name ?? t('inbox.somebody')
  if (owner.kind === 'person' && owner.reason === 'phone' && owner.until !== null)
    return t('inbox.answeredOnPhoneUntil', { time: clockTime(owner.until, locale) })
  if (owner.kind === 'person')
    return owner.until === null ? t('inbox.paused', { name }) : t('inbox.pausedUntil', { name, time: clockTime(owner.until, locale) })
  if (draftId !== null) return t('inbox.waitingFor_draft')
  if (isSilent) return t('inbox.notAnswering')
  if (owner.kind !== 'waiting' || owner.reason === 'phone') return null
  return t(`inbox.waitingFor_${owner.reason ?? 'handover'}`)
}

function Countdown({ until }: { until: string }) {
  const { t } = useTranslation('conversations')
  const left = useCountdown(until)
  // Not for the ears: it would be read out every second. The sentence has the time of the end.
  return left === null ? null : (
    <span className={`num ${classes.countdown}`} title={t('thread.countdown', { time: left })} aria-hidden>
      {left}
    </span>
  )
}

/** Under the header while somebody has the conversation, or should. */
export function OwnerBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations')
  const name = usePerson((state) => state.name)
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  // Until somebody starts it, the account answers nobody, whoever has the conversation.
  const isSilent = instances?.some((one) => one.name === conversation.instanceName && !one.isAnswering) ?? false
  const sentence = useSentence(conversation, isSilent)
  const why = useQuery(api.conversations.why.queryOptions({ input: { id: conversation.id }, enabled: sentence !== null }))
  const giveBack = useMutation(api.conversations.giveBack.mutationOptions({ onError: notifyProblem }))
  const takeOver = useMutation(api.conversations.takeOver.mutationOptions({ onError: notifyProblem }))
  const runAgain = useMutation(api.conversations.runAgain.mutationOptions({ onError: notifyProblem }))
  if (sentence === null) return null
  const by = name.trim() || t('inbox.somebody')
  const { id: conversationId, owner } = conversation
  const isPerson = owner.kind === 'person'
  return (
    <div className={classes.bar} data-kind={owner.kind}>
      <span className={classes.sentence} role="status">
        <bdi>{sentence}</bdi>
      </span>
      {isPerson && owner.until !== null && <Countdown until={owner.until} />}
      {!isPerson && why.data && (
        <Link href={`/traces/${why.data.traceId}`} title={why.data.reason === null ? undefined : hubText(why.data.reason)}>
          {t('inbox.why')}
        </Link>
      )}
      {isSilent && <AnsweringSwitch instanceName={conversation.instanceName} />}
      {!isPerson && !isSilent && (
        <Button size="compact-sm" variant="default" loading={runAgain.isPending} onClick={() => runAgain.mutate({ conversationId, by })}>
          {t('inbox.runAgain')}
        </Button>
      )}
      {owner.kind !== 'bot' && (
        <Button size="compact-sm" loading={giveBack.isPending} onClick={() => giveBack.mutate({ conversationId, by })}>
          {t('inbox.giveBack')}
        </Button>
      )}
      {isPerson && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={26} aria-label={t('thread.giveBackMenu')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconMessageReply size={16} aria-hidden />}
              onClick={() => giveBack.mutate({ conversationId, by, answerNewest: true })}
            >
              {t('thread.giveBackAnswer')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconClockPlus size={16} aria-hidden />}
              onClick={() => takeOver.mutate({ conversationId, by, minutes: KEPT_MINUTES })}
            >
              {t('thread.extend')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
