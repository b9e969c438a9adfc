/** One WhatsApp account: its phone, and the devices that are linked to it. */
import type { BinaryNode } from 'baileys'
import type { Connection } from './connection.ts'
import type { KeyBundle } from './key-bundle.ts'
import { stanzaKey } from './model.ts'
import type { Person } from './person.ts'

export class LinkedDevice {
  readonly number: number
  readonly account: Account
  readonly bundle: KeyBundle
  connection: Connection | null = null
  /** Has it been told about the chats of the phone? */
  hasHistory = false
  /** What the client has not confirmed; sent again at its next login, as WhatsApp does. */
  readonly #unconfirmed = new Map<string, BinaryNode>()
  readonly #retried = new Set<string>()

  constructor(account: Account, number: number, bundle: KeyBundle) {
    this.account = account
    this.number = number
    this.bundle = bundle
  }

  get jid(): string {
    return this.account.phone.jid.replace('@', `:${this.number}@`)
  }

  get lidJid(): string {
    return this.account.phone.lidJid.replace('@', `:${this.number}@`)
  }

  /** Sends a stanza now, or at the next login. */
  push(node: BinaryNode): void {
    this.#unconfirmed.set(stanzaKey(node.tag, node.attrs['id'] ?? ''), node)
    this.connection?.send(node)
  }

  confirm(tag: string, id: string, hasError: boolean): void {
    // A device that could not read it says so and then "confirms" with an error: what was sent again stays.
    if (hasError && this.#retried.delete(id)) return
    this.#unconfirmed.delete(stanzaKey(tag, id))
  }

  willSendAgain(id: string): void {
    this.#retried.add(id)
  }

  unconfirmed(): BinaryNode[] {
    return [...this.#unconfirmed.values()]
  }
}

export class Account {
  readonly phone: Person
  name: string
  readonly devices: LinkedDevice[] = []
  #nextDevice = 1

  constructor(phone: Person, name: string) {
    this.phone = phone
    this.name = name
  }

  /** The device that inbound messages go to: the one that was linked last. */
  get device(): LinkedDevice | null {
    return this.devices.at(-1) ?? null
  }

  createDevice(bundle: KeyBundle): LinkedDevice {
    return new LinkedDevice(this, this.#nextDevice++, bundle)
  }

  remove(device: LinkedDevice): void {
    const index = this.devices.indexOf(device)
    if (index >= 0) this.devices.splice(index, 1)
  }
}
