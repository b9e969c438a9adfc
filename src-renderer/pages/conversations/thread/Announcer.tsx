import { useTranslation } from '../../../i18n/use-translation.ts'
import type { ThreadRow } from './rows.ts'

/**
 * Reads new messages of the customer aloud. The list itself stays silent: scrolling through old
 * messages and every delta of an answer would be read as well.
 */
export function Announcer({ rows }: { rows: ThreadRow[] }) {
  const { t } = useTranslation('conversations')
  const newest = rows.findLast((row) => row.type === 'message')?.message
  return (
    <div className="visually-hidden" aria-live="polite">
      {newest?.author === 'customer' && t('newMessageFrom', { name: newest.authorName ?? '', text: newest.text })}
    </div>
  )
}
