import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Decision } from './Decision.tsx'
import { History } from './History.tsx'
import { Labels } from './Labels.tsx'
import { Notes } from './Notes.tsx'
import classes from './person.module.css'
import { Summary } from './Summary.tsx'
import { Who } from './Who.tsx'

function Loading() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} className={classes.loading}>
      <Skeleton circle height={64} width={64} />
      <Skeleton height={14} width="60%" />
      <Skeleton height={12} width="80%" />
      <Skeleton height={90} mt={16} />
      <Skeleton height={90} />
    </div>
  )
}

/** Who the conversation is with, and what there is to know about it. */
export function PersonPane({ conversation, onClose }: { conversation: Conversation | undefined; onClose: () => void }) {
  const { t } = useTranslation('conversations')
  const id = conversation?.id ?? ''
  const person = useQuery({ ...api.contacts.ofConversation.queryOptions({ input: { conversationId: id } }), enabled: id !== '' })
  return (
    <>
      <header className={classes.header}>
        <h2 className={classes.title}>{t('person.title')}</h2>
        <Tooltip label={t('person.hide')}>
          <ActionIcon aria-label={t('person.hide')} onClick={onClose}>
            <IconX size={17} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.body}>
        {(!conversation || person.isPending) && !person.isError && <Loading />}
        {person.isError && !person.data && <ErrorState error={person.error} onRetry={() => void person.refetch()} />}
        {conversation && person.data && (
          <>
            <Who conversation={conversation} contact={person.data.contact} />
            <Decision conversation={conversation} />
            <Labels conversation={conversation} />
            <Notes conversationId={conversation.id} />
            <Summary conversationId={conversation.id} />
            <History contact={person.data.contact} history={person.data.history} />
          </>
        )}
      </div>
    </>
  )
}
