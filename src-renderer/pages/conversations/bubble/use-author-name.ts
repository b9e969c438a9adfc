import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

/** Who wrote it, as the bubble says it; empty for a customer whose name nobody knows. */
export function useAuthorName({ author, authorName }: Message): string {
  const { t } = useTranslation('conversations')
  if (author === 'customer') return authorName ?? ''
  if (author === 'agent' || author === 'person') return authorName ?? t(`author_${author}`)
  return t(`author_${author}`)
}
