import { Button } from '@mantine/core'
import { IconCircleCheck, IconDeviceMobileMessage, IconPlugConnectedX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { accountText } from '../../../format/account.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { NO_FILTERS } from '../../conversations/list/filters.ts'
import { conversationsQuery, messagesQuery } from '../../conversations/queries.ts'
import { Thread } from '../../conversations/thread/Thread.tsx'
import { ThreadSkeleton } from '../../conversations/thread/ThreadSkeleton.tsx'
import { Question } from './Question.tsx'
import classes from './try.module.css'

interface TryStepProps {
  instance: Instance
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
  const { t } = useTranslation('wizard')
  // Opening a simulated customer's conversation again finds the same one.
  const conversation = useQuery(api.simulator.open.queryOptions({ input: { instanceName: instance.name } }))
  const id = conversation.data?.id ?? null
  return (
    <Frame id={id} text={t('tryTextHere')} onLeave={onLeave} home={home}>
      {conversation.isError && <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} />}
      {conversation.isPending && <ThreadSkeleton />}
    </Frame>
  )
}

function TryAccount({ instance, onLink, onLeave, home }: TryStepProps) {
  const { t } = useTranslation('wizard')
  const conversations = useInfiniteQuery(conversationsQuery({ ...NO_FILTERS, instanceName: instance.name }))
  const id = conversations.data?.pages[0]?.items[0]?.id ?? null
  const { state, account } = instance.connection
  if (state !== 'connected' && id === null) {
    return (
      <Frame id={null} text={t('doneNotConnectedText')} onLeave={onLeave} home={home}>
        <EmptyState
          icon={IconPlugConnectedX}
          title={t('doneNotConnected', { name: instance.name })}
          text={t('notConnectedNext')}
          action={<Button onClick={onLink}>{t('doneConnect')}</Button>}
        />
      </Frame>
    )
  }
  const number = account === null ? instance.name : accountText(account)
  return (
    <Frame id={id} text={t('tryTextAccount')} onLeave={onLeave} home={home}>
      <EmptyState
        icon={IconDeviceMobileMessage}
        title={t('tryWriteTo', { account: number })}
        text={t('tryWriteToText')}
        action={
          <p className={classes.waiting} role="status">
            <span className={classes.pulse} aria-hidden />
            {t('tryWaiting')}
          </p>
        }
      />
    </Frame>
  )
}

interface FrameProps extends Pick<TryStepProps, 'onLeave' | 'home'> {
  /** The conversation, once there is one. */
  id: string | null
  text: string
  /** What is shown until then. */
  children: ReactNode
}

function Frame({ id, text, children, onLeave, home }: FrameProps) {
  const { t } = useTranslation('wizard')
  return (
    <div className={classes.frame}>
      <Question title={t('tryTitle')} text={text} />
      <div className={classes.box}>{id === null ? <div className={classes.before}>{children}</div> : <Thread key={id} id={id} />}</div>
      <div className={classes.foot}>
        {id !== null && <Outcome id={id} />}
        <span className={classes.space} />
        <Button variant="default" size="md" onClick={() => onLeave(id === null ? '/conversations' : `/conversations/${id}`)}>
          {t('openConversations')}
        </Button>
        <Button size="md" onClick={() => onLeave(home)}>
          {t('finish')}
        </Button>
      </div>
    </div>
  )
}

/** Says that it works, as soon as it was seen to. */
function Outcome({ id }: { id: string }) {
  const { t } = useTranslation('wizard')
  const thread = useInfiniteQuery(messagesQuery(id))
  const hasAnswer = thread.data?.pages.some((page) => page.items.some((message) => message.author === 'agent')) ?? false
  return (
    <p className={classes.outcome} role="status">
      {hasAnswer && (
        <>
          <IconCircleCheck size={20} stroke={1.75} aria-hidden />
          {t('tryWorks')}
        </>
      )}
    </p>
  )
}
