/** Events about the link to WhatsApp itself: state, QR codes, unlinking, removal. */
import { parseJid } from '../../whatsapp/jid.ts'
import { field, numberOf, objectAt, stringAt, webAddress } from '../../whatsapp/normalize/json.ts'
import { cleanName } from '../../whatsapp/normalize/text.ts'

export type LinkReport =
  | { kind: 'connecting' }
  | { kind: 'open'; phone: string | null; profileName: string | null; profilePictureUrl: string | null }
  /** `reason` is WhatsApp's code: 401 unlinked, 403 banned, … */
  | { kind: 'close'; reason: number | null }
  | { kind: 'qr'; code: string | null; image: string | null; pairingCode: string | null }
  /** The server gave up renewing the code. */
  | { kind: 'qr_ended' }
  | { kind: 'logged_out' }
  | { kind: 'removed' }

/** A code as `/instance/connect` and `qrcode.updated` give it; null while none is ready (`{count: 0}`). */
export function qrReport(value: unknown): Extract<LinkReport, { kind: 'qr' }> | null {
  const code = stringAt(value, 'code')
  const image = stringAt(value, 'base64')
  const pairingCode = stringAt(value, 'pairingCode')
  if (!code && !image) return null
  const isImage = image !== null && image.length < 200_000 && image.startsWith('data:image/png;base64,')
  return {
    kind: 'qr',
    code: code && code.length < 4000 ? code : null,
    image: isImage ? image : null,
    pairingCode: pairingCode && /^[A-Za-z0-9-]{4,16}$/.test(pairingCode) ? pairingCode : null,
  }
}

function connectionReport(data: unknown): LinkReport | null {
  const reason = numberOf(field(data, 'statusReason'))
  switch (stringAt(data, 'state')) {
    case 'open': {
      const jid = parseJid(field(data, 'wuid'))
      return {
        kind: 'open',
        phone: jid?.kind === 'phone' ? jid.user : null,
        profileName: cleanName(field(data, 'profileName')),
        profilePictureUrl: webAddress(field(data, 'profilePictureUrl')),
      }
    }
    case 'connecting':
      return { kind: 'connecting' }
    case 'refused':
      return { kind: 'qr_ended' }
    case 'close':
    case 'closed':
      return { kind: 'close', reason }
    default:
      return null
  }
}

/** The report of one event by its canonical name; null when the event says nothing about the link. */
export function linkReport(event: string, data: unknown): LinkReport | null {
  switch (event) {
    case 'connection.update':
      return connectionReport(data)
    case 'qrcode.updated':
      return objectAt(data, 'qrcode')
        ? qrReport(objectAt(data, 'qrcode'))
        : numberOf(field(data, 'statusCode')) === null
          ? null
          : { kind: 'qr_ended' }
    case 'status.instance':
      return stringAt(data, 'status') === 'closed' ? { kind: 'close', reason: numberOf(field(data, 'disconnectionReasonCode')) } : null
    case 'logout.instance':
      return { kind: 'logged_out' }
    case 'remove.instance':
    case 'instance.delete':
      return { kind: 'removed' }
    default:
      return null
  }
}
