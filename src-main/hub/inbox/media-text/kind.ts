/** What of a message is put into words, as its instance is set up. */
import type { MediaTextKind } from '../../storage/port.ts'
import type { InstanceRecord, MessageRecord } from '../../storage/records.ts'

export function mediaTextKindOf({ behaviour }: InstanceRecord, { kind, media }: MessageRecord): MediaTextKind | null {
  const { voice, documents } = behaviour.mediaText
  if (media === null) return null
  if (kind === 'audio') return voice.agentProfileId === null ? null : 'speech'
  return kind === 'document' && documents.isOn ? 'document' : null
}
