import { Drawer } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconMessages } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { useShortcut } from '../../app/shortcuts/use-shortcut.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useDocumentTitle } from '../../components/use-document-title.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { showPerson, useUi } from '../../stores/ui.ts'
import classes from './conversations.module.css'
import { ConversationList } from './list/ConversationList.tsx'
import { PersonPane } from './person/PersonPane.tsx'
import { useConversation } from './queries.ts'
import { Thread } from './thread/Thread.tsx'

/** From this width on (list, thread and pane together) the pane stands beside the thread. */
const ROOM_PX = 1020

export default function ConversationsPage({ id }: { id: string | null }) {
  const { t } = useTranslation('conversations')
  useDocumentTitle(t('title'))
  const { ref, width } = useElementSize()
  const { data: conversation } = useConversation(id)
  // What was said is wanted first: who said it is drawn when that is on the screen. Of somebody else, never.
  const latest = useDeferredValue(conversation)
  const beside = latest?.id === id ? latest : undefined
  const isPreferred = useUi((ui) => ui.isPersonShown)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  // Before it was measured nobody can tell: what fits everywhere is drawn first.
  const hasRoom = width >= ROOM_PX
  const isShown = hasRoom ? isPreferred : isDrawerOpen
  const show = (shown: boolean): void => (hasRoom ? showPerson(shown) : setDrawerOpen(shown))
  useShortcut({ keys: 'i', label: t('person.shortcut'), scope: 'conversations', isEnabled: id !== null, run: () => show(!isShown) })

  return (
    <div ref={ref} className={classes.page}>
      <ConversationList selectedId={id} />
      <div className={classes.thread}>
        {id === null ? (
          <EmptyState icon={IconMessages} title={t('chooseTitle')} text={t('chooseText')} />
        ) : (
          // A thread keeps scroll position and composer state: another conversation is another thread.
          <Thread key={id} id={id} person={{ isShown, show }} />
        )}
      </div>
      {id !== null && hasRoom && isShown && (
        <aside className={classes.person} aria-label={t('person.title')}>
          <PersonPane key={id} conversation={beside} onClose={() => show(false)} />
        </aside>
      )}
      <Drawer.Root
        opened={id !== null && width > 0 && !hasRoom && isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        position="right"
        size={320}
        padding={0}
        transitionProps={{ duration: 140 }}
      >
        <Drawer.Overlay backgroundOpacity={0.3} />
        <Drawer.Content aria-label={t('person.title')} bg="var(--surface)">
          <div className={classes.drawer}>
            <PersonPane key={id} conversation={beside} onClose={() => setDrawerOpen(false)} />
          </div>
        </Drawer.Content>
      </Drawer.Root>
    </div>
  )
}
