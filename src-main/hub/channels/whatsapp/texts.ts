/** What people are told in WhatsApp's own words. */
import type { ChannelTexts } from '../port.ts'

export const whatsappTexts: ChannelTexts = {
  fileGone: 'WhatsApp does not have the file any more, and the phone did not send it again.',
  restricted: 'WhatsApp has restricted this number for a while. Nothing is sent until that is over.',
  refused: 'WhatsApp refused a new chat of this number, as it does before it bans one. Nothing is sent for a day, unless you allow it.',
}
