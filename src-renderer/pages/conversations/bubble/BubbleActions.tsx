import { ActionIcon, Popover } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconMoodPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { notifyDone } from '../../../components/notify.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useThread } from '../thread/context.ts'
import { BubbleButton } from './BubbleButton.tsx'
import classes from './bubble.module.css'
import { ForgetAnswer } from './CacheHitMark.tsx'
import { ChangeMenu } from './ChangeMenu.tsx'
import { changesOf } from './changeable.ts'
import { react } from './react.ts'

const EmojiPicker = lazy(() => import('../../../components/emoji/EmojiPicker.tsx'))

/** What people answer with most. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

function ReactionChoice({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const { t } = useTranslation('conversations')
  const [isAll, setAll] = useState(false)
  return (
    <Popover opened onChange={onClose} position="top" withRoles trapFocus returnFocus shadow="md" radius={isAll ? 8 : 20}>
      <Popover.Target>
        <BubbleButton label={t('thread.react')} icon={IconMoodPlus} onClick={onClose} />
      </Popover.Target>
      <Popover.Dropdown p={isAll ? 0 : 4} aria-label={t('thread.react')}>
        {isAll ? (
          <Suspense fallback={null}>
            <EmojiPicker onPick={onPick} />
          </Suspense>
        ) : (
          <div className={classes.quickReactions}>
            {QUICK.map((emoji) => (
              <button
                key={emoji}
                type="button"
                className={classes.quickReaction}
                aria-label={t('thread.reactWith', { emoji })}
                onClick={() => onPick(emoji)}
              >
                {emoji}
              </button>
            ))}
            <ActionIcon size={34} radius="xl" aria-label={t('thread.moreEmoji')} onClick={() => setAll(true)}>
              <IconMoodPlus size={18} stroke={1.75} />
            </ActionIcon>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** What can be done with a message, beside it: seen on hover and by the keyboard. */
export function BubbleActions({ message }: { message: Message }) {
  const { t } = useTranslation('conversations')
  const { canReact, changes, onReply } = useThread()
  const [isReacting, setReacting] = useState(false)
  const [isChanging, setChanging] = useState(false)
  const { canEdit, canDelete } = changesOf(message, changes, hubNow())
  // What is not on the platform (yet) can neither be quoted nor reacted to there.
  const isThere = message.externalId !== null && message.revokedAt === null
  return (
    <div className={classes.toolbar} data-open={isReacting || isChanging || undefined}>
      {isThere && <BubbleButton label={t('thread.reply')} icon={IconArrowBackUp} onClick={() => onReply(message)} />}
      {isThere &&
        canReact &&
        (isReacting ? (
          <ReactionChoice
            onClose={() => setReacting(false)}
            onPick={(emoji) => {
              setReacting(false)
              void react(message.id, emoji)
            }}
          />
        ) : (
          <BubbleButton label={t('thread.react')} icon={IconMoodPlus} onClick={() => setReacting(true)} />
        ))}
      {message.cacheHit && message.cacheHit.kind !== 'fixed' && <ForgetAnswer answerId={message.cacheHit.answerId} />}
      {message.text !== '' && (
        <BubbleButton
          label={t('thread.copyText')}
          icon={IconCopy}
          onClick={() =>
            void navigator.clipboard.writeText(message.text).then(
              () => notifyDone(t('thread.copied')),
              () => undefined,
            )
          }
        />
      )}
      {(canEdit || canDelete) && <ChangeMenu messageId={message.id} canEdit={canEdit} canDelete={canDelete} onToggle={setChanging} />}
    </div>
  )
}
