import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import classes from './bubble.module.css'

export function Reactions({ reactions }: { reactions: Message['reactions'] }) {
  const { t } = useTranslation('conversations')
  return (
    <ul className={classes.reactions} style={{ listStyle: 'none', margin: 0 }}>
      {reactions.map(({ emoji, by }) => (
        <li key={`${by}:${emoji}`} className={classes.reaction} title={t('reactionBy', { emoji, by })}>
          {emoji}
        </li>
      ))}
    </ul>
  )
}
