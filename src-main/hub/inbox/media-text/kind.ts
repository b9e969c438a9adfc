/** What of a message is put into words, as its instance is set up. */
import type { ReadingKind } from '../../storage/port.ts'
import type { InstanceRecord, MessageRecord } from '../../storage/records.ts'

export function readingKindOf({ behaviour }: InstanceRecord, { kind, media }: MessageRecord): ReadingKind | null {
  const { voice, documents } = behaviour.mediaText
  if (media === null) return null
  if (kind === 'audio') return voice.agentProfileId === null ? null : 'speech'
  return kind === 'document' && documents.isOn ? 'document' : null
}
