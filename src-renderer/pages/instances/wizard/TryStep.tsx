import { Button } from '@mantine/core'
import { IconCircleCheck, IconDeviceMobileMessage, IconMessageCheck, IconPlugConnectedX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useAnswering } from '../../../components/answering/use-answering.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { accountText } from '../../../format/account.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { NO_FILTERS } from '../../conversations/list/filters.ts'
import { conversationsQuery, messagesQuery } from '../../conversations/queries.ts'
import { Thread } from '../../conversations/thread/Thread.tsx'
import { ThreadSkeleton } from '../../conversations/thread/ThreadSkeleton.tsx'
import { Question } from './Question.tsx'
import classes from './try.module.css'
import { WizardActions } from './WizardActions.tsx'

interface TryStepProps {
  instance: Instance
  /** The account is that of a phone, which does not write to itself. */
  isOnPhone: boolean
  onLink: () => void
  /** Ends the wizard and goes there. */
  onLeave: (href: string) => void
  /** Where "Finish" leads. */
  home: string
}

/** A working conversation: in the simulator, or the first one of the real account. */
export function TryStep(props: TryStepProps) {
  return props.instance.channel === 'simulator' ? <TryHere {...props} /> : <TryAccount {...props} />
}

function TryHere({ instance, onLeave, home }: TryStepProps) {
  const { t } = useTranslation('accounts')
  // Opening a simulated customer's conversation again finds the same one.
  const conversation = useQuery(api.simulator.open.queryOptions({ input: { instanceName: instance.name } }))
  const id = conversation.data?.id ?? null
  return (
    <Frame instance={instance} id={id} text={t('wizard.tryTextHere')} onLeave={onLeave} home={home}>
      {conversation.isError && <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} />}
      {conversation.isPending && <ThreadSkeleton />}
    </Frame>
  )
}

function TryAccount({ instance, isOnPhone, onLink, onLeave, home }: TryStepProps) {
  const { t } = useTranslation('accounts')
  const conversations = useInfiniteQuery(conversationsQuery({ ...NO_FILTERS, instanceName: instance.name }))
  const id = conversations.data?.pages[0]?.items[0]?.id ?? null
  const { state, account } = instance.connection
  if (state !== 'connected' && id === null) {
    return (
      <Frame instance={instance} id={null} text={t('wizard.doneNotConnectedText')} onLeave={onLeave} home={home}>
        <EmptyState
          icon={IconPlugConnectedX}
          title={t('wizard.doneNotConnected', { name: instance.displayName })}
          text={t('wizard.notConnectedNext')}
          action={<Button onClick={onLink}>{t('wizard.doneConnect')}</Button>}
        />
      </Frame>
    )
  }
  const number = account === null ? instance.displayName : accountText(account)
  if (!instance.isAnswering)
    return (
      <Frame instance={instance} id={id} text={t('wizard.startText')} onLeave={onLeave} home={home}>
        <EmptyState
          icon={IconMessageCheck}
          title={t('wizard.startReady', { agent: hubText(instance.agent.name), account: number })}
          text={t('wizard.startReadyText')}
        />
      </Frame>
    )
  return (
    <Frame instance={instance} id={id} text={t('wizard.tryTextAccount')} onLeave={onLeave} home={home}>
      <EmptyState
        icon={IconDeviceMobileMessage}
        title={t(isOnPhone ? 'wizard.tryWriteTo' : 'wizard.tryWriteToIt', { account: number })}
        text={t('wizard.tryWriteToText')}
        action={
          <p className={classes.waiting} role="status">
            <span className={classes.pulse} aria-hidden />
            {t('wizard.tryWaiting')}
          </p>
        }
      />
    </Frame>
  )
}

interface FrameProps extends Pick<TryStepProps, 'instance' | 'onLeave' | 'home'> {
  /** The conversation, once there is one. */
  id: string | null
  text: string
  /** What is shown until then. */
  children: ReactNode
}

function Frame({ instance, id, text, children, onLeave, home }: FrameProps) {
  const { t } = useTranslation('accounts')
  return (
    <div className={classes.frame}>
      <Question title={t(instance.isAnswering ? 'wizard.tryTitle' : 'wizard.startTitle')} text={text} />
      <div className={classes.box}>{id === null ? <div className={classes.before}>{children}</div> : <Thread key={id} id={id} />}</div>
      <WizardActions aside={id !== null && <Outcome id={id} />}>
        {instance.isAnswering ? (
          <>
            <Button variant="default" size="md" onClick={() => onLeave(id === null ? '/conversations' : `/conversations/${id}`)}>
              {t('wizard.openConversations')}
            </Button>
            <Button size="md" onClick={() => onLeave(home)}>
              {t('wizard.finish')}
            </Button>
          </>
        ) : (
          <Start instance={instance} onLater={() => onLeave(home)} />
        )}
      </WizardActions>
    </div>
  )
}

/** The one place of the wizard from which customers are answered. */
function Start({ instance, onLater }: { instance: Instance; onLater: () => void }) {
  const { t } = useTranslation(['accounts', 'agents'])
  const answering = useAnswering(instance.name)
  return (
    <>
      <Button variant="default" size="md" onClick={onLater}>
        {t('wizard.notYet')}
      </Button>
      <Button size="md" loading={answering.isPending} onClick={() => answering.mutate(true)}>
        {t('agents:answering.startAnswering')}
      </Button>
    </>
  )
}

/** Says that it works, as soon as it was seen to. */
function Outcome({ id }: { id: string }) {
  const { t } = useTranslation('accounts')
  const thread = useInfiniteQuery(messagesQuery(id))
  const hasAnswer = thread.data?.pages.some((page) => page.items.some((message) => message.author === 'agent')) ?? false
  return (
    <p className={classes.outcome} role="status">
      {hasAnswer && (
        <>
          <IconCircleCheck size={20} stroke={1.75} aria-hidden />
          {t('wizard.tryWorks')}
        </>
      )}
    </p>
  )
}
