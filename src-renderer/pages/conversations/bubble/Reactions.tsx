import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './bubble.module.css'

interface ReactionsProps {
  reactions: Message['reactions']
  /** Null where the account cannot react. */
  onRemove: (() => void) | null
}

/** The account's own reaction, which is the one that can be taken back, has this name in the hub. */
export const OWN_REACTION = 'You'

export function Reactions({ reactions, onRemove }: ReactionsProps) {
  const { t } = useTranslation(['conversations', 'common'])
  return (
    <ul className={classes.reactions}>
      {reactions.map(({ emoji, by }) => {
        const isOwn = by === OWN_REACTION
        const title = t('reactionBy', { emoji, by: isOwn ? t('common:you') : by })
        return (
          <li key={`${by}:${emoji}`}>
            {isOwn && onRemove ? (
              <button
                type="button"
                className={classes.reaction}
                data-own
                title={title}
                aria-label={t('thread.removeReaction', { emoji })}
                onClick={onRemove}
              >
                {emoji}
              </button>
            ) : (
              <span className={classes.reaction} title={title}>
                {emoji}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
