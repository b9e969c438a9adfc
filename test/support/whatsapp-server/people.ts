/** Everybody the fake server knows, found by phone number or LID; made up at first mention. */
import { Person } from './person.ts'
import { bareJid } from './stanza.ts'

export class People {
  readonly #byPhone = new Map<string, Person>()
  readonly #byLid = new Map<string, Person>()

  /** @param phone digits */
  byPhone(phone: string, lid = `9${phone}`): Person {
    const known = this.#byPhone.get(phone)
    if (known) return known
    const person = new Person(phone, lid)
    this.#byPhone.set(phone, person)
    this.#byLid.set(lid, person)
    return person
  }

  byJid(jid: string): Person {
    const [user = '', server] = bareJid(jid).split('@')
    if (server !== 'lid') return this.byPhone(user)
    const person = this.#byLid.get(user)
    if (!person) throw new Error(`nobody has the LID ${user}`)
    return person
  }
}
