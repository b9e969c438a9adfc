import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './composer.module.css'

export const REPLIES_ID = 'saved-replies'
export const replyOptionId = (reply: SavedReply): string => `saved-reply-${reply.id}`

interface SavedRepliesProps {
  replies: SavedReply[]
  query: string
  chosen: number
  /** Enter was pressed where nothing is found. */
  isRefused: boolean
  onChoose: (index: number) => void
  onInsert: (reply: SavedReply) => void
  onManage: () => void
}

/** What `/` offers, above the field. The focus stays in the field, which says what is chosen. */
export function SavedReplies({ replies, query, chosen, isRefused, onChoose, onInsert, onManage }: SavedRepliesProps) {
  const { t } = useTranslation('conversations')
  const nothing = isRefused
    ? t('composer.notSentReply', { query })
    : query === ''
      ? t('composer.noRepliesYet')
      : t('composer.noReplies', { query })
  return (
    <div className={classes.replies}>
      <p className="visually-hidden" role="status">
        {replies.length === 0 ? nothing : t('composer.repliesFound', { count: replies.length })}
      </p>
      {replies.length === 0 ? (
        <p className={classes.repliesEmpty}>{nothing}</p>
      ) : (
        <div id={REPLIES_ID} role="listbox" aria-label={t('composer.savedReplies')} className={classes.replyList}>
          {replies.map((reply, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard.
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={reply.id}
              id={replyOptionId(reply)}
              role="option"
              className={classes.reply}
              aria-selected={index === chosen}
              ref={(element) => {
                if (index === chosen) element?.scrollIntoView({ block: 'nearest' })
              }}
              onMouseMove={() => onChoose(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onInsert(reply)}
            >
              <span className={classes.replyShortcut}>/{reply.shortcut}</span>
              <bdi className={classes.replyText}>{reply.text}</bdi>
            </div>
          ))}
        </div>
      )}
      <button type="button" className={classes.manage} onMouseDown={(event) => event.preventDefault()} onClick={onManage}>
        {t('composer.manageReplies')}
      </button>
    </div>
  )
}
