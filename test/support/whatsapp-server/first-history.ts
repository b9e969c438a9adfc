/** The first thing that a phone tells a newly linked device: its chats. Here none, unless a test says otherwise. */
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { proto } from 'baileys'
import type { Connection } from './connection.ts'
import { encryptedFor, newMessageId } from './messages.ts'
import { seconds, stanza } from './stanza.ts'

const compress = promisify(deflate)

export async function sendFirstHistory({ server, device }: Connection): Promise<void> {
  if (!device || device.hasHistory || !server.sendsHistory) return
  device.hasHistory = true
  const { INITIAL_BOOTSTRAP } = proto.HistorySync.HistorySyncType
  const history = server.firstHistory(device.account)
  const bytes = proto.HistorySync.encode(proto.HistorySync.fromObject({ syncType: INITIAL_BOOTSTRAP, ...history })).finish()
  const { phone } = device.account
  const send = async (): Promise<void> => {
    const body = await encryptedFor(phone, device, {
      protocolMessage: {
        type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
        historySyncNotification: {
          syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
          chunkOrder: 1,
          progress: 100,
          initialHistBootstrapInlinePayload: await compress(bytes),
        },
      },
    })
    device.push(stanza('message', { from: phone.jid, id: newMessageId(), type: 'text', category: 'peer', t: seconds() }, [body]))
  }
  await server.inOrder(phone, send)
}
