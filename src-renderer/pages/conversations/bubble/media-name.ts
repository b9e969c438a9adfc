import { IconFile, IconMicrophone, IconMovie, IconMusic, IconPhoto } from '@tabler/icons-react'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'

export const MEDIA_ICONS = {
  voiceNote: IconMicrophone,
  photo: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  sticker: IconPhoto,
  document: IconFile,
}

/** The key of its name in the texts. */
export function mediaName(kind: MessageKind, media: Media): keyof typeof MEDIA_ICONS {
  if (media.isVoiceNote) return 'voiceNote'
  if (kind === 'image') return 'photo'
  if (kind === 'video' || kind === 'audio' || kind === 'sticker') return kind
  return 'document'
}
