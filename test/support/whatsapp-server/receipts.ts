/** What a client says about messages it got: received, read, or could not be read. */
import type { BinaryNode } from 'baileys'
import type { Connection } from './connection.ts'
import { child, children, stanza } from './stanza.ts'

export async function takeReceipt(connection: Connection, node: BinaryNode): Promise<void> {
  const { server, device } = connection
  const { id = '', to = '', type } = node.attrs
  if (!device) return
  connection.send(stanza('ack', { class: 'receipt', id, from: to, ...(type ? { type } : {}) }))
  const ids = [id, ...children(child(node, 'list')).map((item) => item.attrs['id'] ?? '')]
  for (const each of ids) server.receipts.push({ account: device.account.phone.phone, id: each, type: type ?? 'delivered', from: to })
  if (type === 'retry') {
    device.willSendAgain(id)
    await server.sendAgain(id, device)
    return
  }
  for (const each of ids) device.confirm('message', each, false)
}
