/** Who is on WhatsApp, by which LID, and with which devices. */
import type { BinaryNode } from 'baileys'
import type { Connection } from './connection.ts'
import { bytesOf, child, children, phoneJid, stanza } from './stanza.ts'

export function answerUsync({ server }: Connection, request: BinaryNode): BinaryNode[] {
  const question = child(request, 'usync')
  const users = children(child(question, 'list')).map((user) => {
    const asked = bytesOf(child(user, 'contact')).toString().replace('+', '')
    const jid = user.attrs['jid'] ?? phoneJid(asked)
    const person = server.people.byJid(jid)
    const isKnown = !server.unknownNumbers.has(person.phone)
    const devices = [0, ...(server.accounts.get(person.phone)?.devices ?? []).map(({ number }) => number)]
    return stanza('user', { jid }, [
      stanza('contact', { type: isKnown ? 'in' : 'out' }),
      ...(isKnown ? [stanza('lid', { val: person.lidJid })] : []),
      stanza('devices', {}, [
        stanza(
          'device-list',
          {},
          devices.map((number) => stanza('device', { id: String(number), ...(number === 0 ? {} : { 'key-index': '1' }) })),
        ),
      ]),
    ])
  })
  const { sid = '', context = '' } = question?.attrs ?? {}
  return [stanza('usync', { sid, context, index: '0', last: 'true', mode: 'query' }, [stanza('list', {}, users)])]
}
