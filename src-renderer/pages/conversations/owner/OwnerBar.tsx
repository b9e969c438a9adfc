import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { clockTime } from '../../../format/time.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { usePerson } from '../../../stores/person.ts'
import classes from './owner.module.css'

function useSentence({ owner, draftId }: Conversation): string | null {
  const { t } = useTranslation('inbox')
  const locale = useLocale()
  const name = owner.name ?? t('somebody')
  if (owner.kind === 'person')
    return owner.until === null ? t('paused', { name }) : t('pausedUntil', { name, time: clockTime(owner.until, locale) })
  if (draftId !== null) return t('waitingFor_draft')
  return owner.kind === 'waiting' ? t(`waitingFor_${owner.reason ?? 'handover'}`) : null
}

/** Under the header while somebody has the conversation, or should. */
export function OwnerBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const name = usePerson((state) => state.name)
  const sentence = useSentence(conversation)
  const why = useQuery(api.conversations.why.queryOptions({ input: { id: conversation.id }, enabled: sentence !== null }))
  const giveBack = useMutation(api.conversations.giveBack.mutationOptions({ onError: notifyProblem }))
  const runAgain = useMutation(api.conversations.runAgain.mutationOptions({ onError: notifyProblem }))
  if (sentence === null) return null
  const by = name || t('somebody')
  const { id: conversationId, owner } = conversation
  return (
    <div className={classes.bar} data-kind={owner.kind} role="status">
      <span className={classes.sentence}>{sentence}</span>
      {why.data && (
        <Link href={`/traces/${why.data.traceId}`} title={why.data.reason ?? undefined}>
          {t('why')}
        </Link>
      )}
      <Button size="compact-sm" variant="default" loading={runAgain.isPending} onClick={() => runAgain.mutate({ conversationId, by })}>
        {t('runAgain')}
      </Button>
      {owner.kind !== 'bot' && (
        <Button size="compact-sm" loading={giveBack.isPending} onClick={() => giveBack.mutate({ conversationId, by })}>
          {t('giveBack')}
        </Button>
      )}
    </div>
  )
}
