/**
 * Groups with sender keys, as WhatsApp has them: a member's words are encrypted once for all, by a key
 * that each device got from that member before.
 */
import type { BinaryNode, proto } from 'baileys'
import type { LinkedDevice } from './account.ts'
import type { Connection } from './connection.ts'
import { encryptedFor, newMessageId } from './messages.ts'
import { textOf } from './model.ts'
import { type Person, padded, unpadded } from './person.ts'
import type { FakeWhatsApp } from './server.ts'
import { child, children, seconds, stanza } from './stanza.ts'

interface Group {
  jid: string
  subject: string
  members: Person[]
}

export interface GroupMessage {
  /** The digits of the account that gets it. */
  to: string
  group: string
  /** The digits of the member who writes. */
  from: string
  text?: string
  message?: proto.IMessage
  pushName?: string
}

export class Groups {
  readonly #server: FakeWhatsApp
  readonly #groups = new Map<string, Group>()
  /** Devices that have a member's key. */
  readonly #hasKey = new Set<string>()

  constructor(server: FakeWhatsApp) {
    this.#server = server
    server.iqAnswers.set('w:g2', (connection, request) => this.#answer(connection, request))
    server.tookMessage = (connection, node) => this.#took(connection, node)
  }

  /** @param members digits; the account that asks is always a member */
  create(jid: string, subject: string, members: string[]): void {
    this.#groups.set(jid, { jid, subject, members: members.map((phone) => this.#server.people.byPhone(phone)) })
  }

  /** A member writes; the first time, their key comes along. Returns the message's id. */
  async deliver({ to, group, from, text, message, pushName = 'Member' }: GroupMessage): Promise<string> {
    const device = this.#server.deviceOf(to)
    const person = this.#server.people.byPhone(from)
    const id = newMessageId()
    await this.#server.inOrder(person, async () => {
      const { ciphertext, senderKeyDistributionMessage } = await person.signal.encryptGroupMessage({
        group,
        meId: person.lidJid,
        data: padded(message ?? { conversation: text ?? '' }),
      })
      const key = await this.#keyFor(device, person, group, senderKeyDistributionMessage)
      const attrs = {
        from: group,
        participant: person.lidJid,
        participant_pn: person.jid,
        addressing_mode: 'lid',
        id,
        type: 'text',
        t: seconds(),
        notify: pushName,
      }
      device.push(stanza('message', attrs, [...key, stanza('enc', { v: '2', type: 'skmsg' }, ciphertext)]))
    })
    return id
  }

  async #keyFor(device: LinkedDevice, person: Person, group: string, key: Uint8Array): Promise<BinaryNode[]> {
    const name = `${device.jid} ${person.phone} ${group}`
    if (this.#hasKey.has(name)) return []
    this.#hasKey.add(name)
    return [
      await encryptedFor(person, device, { senderKeyDistributionMessage: { groupId: group, axolotlSenderKeyDistributionMessage: key } }),
    ]
  }

  async #took({ device }: Connection, node: BinaryNode): Promise<void> {
    const { to: chat = '', id = '' } = node.attrs
    const group = this.#groups.get(chat)
    const enc = children(node).find(({ attrs }) => attrs['type'] === 'skmsg')
    if (!group || !device || !(enc?.content instanceof Uint8Array)) return
    const account = device.account.phone.phone
    for (const person of group.members) {
      const message = await person.signal
        .decryptGroupMessage({ group: chat, authorJid: device.lidJid, msg: enc.content })
        .then(unpadded, () => null)
      if (message === null) this.#server.unreadable.push({ account, to: person.phone, id })
      else this.#server.received.push({ account, to: person.phone, chat, id, message, text: textOf(message), times: 1 })
      if (message !== null && this.#server.acknowledgesSends)
        device.push(stanza('receipt', { from: chat, participant: person.lidJid, id, t: seconds() }))
    }
  }

  #answer({ device }: Connection, request: BinaryNode): BinaryNode[] | undefined {
    if (!device) return undefined
    if (child(request, 'participating'))
      return [
        stanza(
          'groups',
          {},
          [...this.#groups.values()].map((group) => facts(group, device)),
        ),
      ]
    const group = this.#groups.get(request.attrs['to'] ?? '')
    return group === undefined ? undefined : [facts(group, device)]
  }
}

function facts({ jid, subject, members }: Group, device: LinkedDevice): BinaryNode {
  const people = [device.account.phone, ...members]
  const attrs = {
    id: jid.split('@')[0] ?? '',
    subject,
    s_t: '1700000000',
    creation: '1700000000',
    creator: device.account.phone.lidJid,
    addressing_mode: 'lid',
    size: String(people.length),
  }
  return stanza(
    'group',
    attrs,
    people.map((person) => stanza('participant', { jid: person.lidJid, phone_number: person.jid })),
  )
}
