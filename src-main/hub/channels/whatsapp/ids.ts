/** What WhatsApp's people are known by. */
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'

export const whatsappIds: ChannelType['ids'] = [
  { kind: 'phone', label: 'Phone' },
  { kind: 'lid', label: 'WhatsApp ID' },
]
