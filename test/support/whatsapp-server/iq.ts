/** What the server answers to the questions (`iq`) of a client, by their namespace. */
import type { BinaryNode } from 'baileys'
import type { Connection } from './connection.ts'
import { sendFirstHistory } from './first-history.ts'
import { CodePairing } from './pairing.ts'
import { child, children, seconds, stanza } from './stanza.ts'
import { answerUsync } from './usync.ts'

/** Returns the content of the answer, or `null` when nothing is to be answered. */
export type IqAnswer = (
  connection: Connection,
  request: BinaryNode,
) => Promise<BinaryNode[] | undefined | null> | BinaryNode[] | undefined | null

const ANSWERS: Record<string, IqAnswer> = {
  encrypt: answerKeys,
  usync: (connection, request) => answerUsync(connection, request),
  md: answerLinking,
  'w:profile:picture': (connection, request) => {
    const url = connection.server.pictures.get(request.attrs['target'] ?? request.attrs['to'] ?? '')
    return url === undefined ? [] : [stanza('picture', { id: '1', type: 'preview', url })]
  },
  'w:sync:app:state': (_connection, request) => {
    const asked = children(child(request, 'sync'))
    return [
      stanza(
        'sync',
        {},
        asked.map((collection) =>
          stanza('collection', { name: collection.attrs['name'] ?? '', version: collection.attrs['version'] ?? '0' }),
        ),
      ),
    ]
  },
  blocklist: () => [stanza('list')],
  privacy: (_connection, request) =>
    request.attrs['type'] === 'get' ? [stanza('privacy', {}, [stanza('category', { name: 'readreceipts', value: 'all' })])] : undefined,
  abt: () => [stanza('props', { hash: 'fake' }, [])],
}

export async function answerIq(connection: Connection, request: BinaryNode): Promise<void> {
  const { type, xmlns } = request.attrs
  if (type === 'result' || type === 'error') {
    if (child(request, 'pair-device-sign')) connection.server.confirmPairing(connection)
    return
  }
  const answer = connection.server.iqAnswers.get(xmlns ?? '') ?? ANSWERS[xmlns ?? '']
  const content = answer ? await answer(connection, request) : undefined
  if (content !== null) connection.reply(request, content)
}

async function answerKeys(connection: Connection, request: BinaryNode): Promise<BinaryNode[] | undefined> {
  const { device, server } = connection
  if (!device) return undefined
  if (child(request, 'count')) return [stanza('count', { value: String(device.bundle.preKeyCount) })]
  if (child(request, 'digest')) return [stanza('digest')]
  const asked = child(request, 'key')
  if (asked) {
    const users = children(asked).map((user) => {
      const jid = user.attrs['jid'] ?? ''
      return server.people.byJid(jid).keyStanza(jid)
    })
    return [stanza('list', {}, await Promise.all(users))]
  }
  if (child(request, 'list')) {
    device.bundle.addPreKeys(child(request, 'list'))
    if (!device.hasHistory) setImmediate(() => sendFirstHistory(connection))
  }
  return undefined
}

async function answerLinking(connection: Connection, request: BinaryNode): Promise<BinaryNode[] | undefined | null> {
  const { server } = connection
  if (child(request, 'remove-companion-device')) {
    connection.reply(request)
    if (connection.device) server.removeDevice(connection.device)
    connection.end()
    return null
  }
  const registration = child(request, 'link_code_companion_reg')
  if (registration?.attrs['stage'] === 'companion_hello') {
    connection.codePairing = new CodePairing(registration)
    connection.record.account = (registration.attrs['jid'] ?? '').split('@')[0] ?? null
    return [
      stanza('link_code_companion_reg', { stage: 'companion_hello' }, [
        stanza('link_code_pairing_ref', {}, Buffer.from(connection.codePairing.reference)),
      ]),
    ]
  }
  if (registration?.attrs['stage'] === 'companion_finish') {
    connection.reply(request)
    server.finishCode(connection, registration)
    return null
  }
  return undefined
}

/** The notification that carries a phone's answer to a pairing code. */
export function codeNotification(content: BinaryNode): BinaryNode {
  return stanza('notification', { from: 's.whatsapp.net', type: 'link_code_companion_reg', id: `code-${Date.now()}`, t: seconds() }, [
    content,
  ])
}
