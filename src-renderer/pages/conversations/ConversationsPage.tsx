import { IconMessages } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useDocumentTitle } from '../../components/use-document-title.ts'
import classes from './conversations.module.css'
import { ConversationList } from './list/ConversationList.tsx'
import { Thread } from './thread/Thread.tsx'

export default function ConversationsPage({ id }: { id: string | null }) {
  const { t } = useTranslation('conversations')
  useDocumentTitle(t('title'))
  return (
    <div className={classes.page}>
      <ConversationList selectedId={id} />
      <div className={classes.thread}>
        {id === null ? (
          <EmptyState icon={IconMessages} title={t('chooseTitle')} text={t('chooseText')} />
        ) : (
          // A thread keeps scroll position and composer state: another conversation is another thread.
          <Thread key={id} id={id} />
        )}
      </div>
    </div>
  )
}
