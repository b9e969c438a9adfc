import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

/** A message in one line: its words, or the kind of thing it is. */
export function useGist({ text, kind, media, location, sharedContacts }: Message): string {
  const { t } = useTranslation('conversations')
  const said = text === '' ? (media?.mediaText?.text ?? '') : text
  if (said !== '') return said.slice(0, 300)
  if (kind === 'undecryptable') return t('undecryptable')
  if (media?.isVoiceNote) return t('voiceNote')
  if (kind === 'image') return t('photo')
  if (kind === 'video' || kind === 'audio' || kind === 'sticker' || kind === 'document' || kind === 'poll') return t(kind)
  if (location) return location.name ?? t('location')
  return sharedContacts[0]?.name ?? t('unsupported')
}
