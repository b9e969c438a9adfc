/**
 * WhatsApp addresses (JIDs): `15552223333@s.whatsapp.net` is a phone number, `9155…@lid` a hidden
 * id of a person, `1203…@g.us` a group. A device suffix (`:12`) is not part of the address.
 *
 * Numbers are taken as they come: nothing here guesses or adds a country.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import { phoneDigits } from '../../../../src-shared/phone-number.ts'
import type { IdentityRef } from '../port.ts'

export type JidKind = 'phone' | 'lid' | 'group' | 'other'

export interface Jid {
  kind: JidKind
  /** The part before the `@`, without the device. Digits for phones and LIDs. */
  user: string
  /** The address in its one canonical form. */
  address: string
}

const SERVERS: Record<string, { kind: JidKind; server: string }> = {
  's.whatsapp.net': { kind: 'phone', server: 's.whatsapp.net' },
  'c.us': { kind: 'phone', server: 's.whatsapp.net' },
  hosted: { kind: 'phone', server: 's.whatsapp.net' },
  lid: { kind: 'lid', server: 'lid' },
  'hosted.lid': { kind: 'lid', server: 'lid' },
  'g.us': { kind: 'group', server: 'g.us' },
}

/** Reads an address of any origin; null when it is not one. `other` covers status, newsletters and bots. */
export function parseJid(value: unknown): Jid | null {
  if (typeof value !== 'string' || value.length > 120) return null
  const match = /^([0-9a-z.-]+)(?:_\d+)?(?::\d+)?@([a-z.]+)$/.exec(value.trim().toLowerCase())
  if (!match) return null
  const [, user = '', host = ''] = match
  const known = Object.hasOwn(SERVERS, host) ? SERVERS[host] : undefined
  if (!known) return { kind: 'other', user, address: `${user}@${host}` }
  const isPerson = known.kind === 'phone' || known.kind === 'lid'
  // "0@s.whatsapp.net" is WhatsApp itself, not somebody to talk to.
  if (isPerson && !/^\d{5,20}$/.test(user)) return { kind: 'other', user, address: `${user}@${known.server}` }
  return { kind: known.kind, user, address: `${user}@${known.server}` }
}

export function phoneJid(digits: string): string {
  return `${digits}@s.whatsapp.net`
}

export function lidJid(lid: string): string {
  return `${lid}@lid`
}

export interface Person {
  phone: string | null
  lid: string | null
}

/**
 * One person out of every field that may name them. Versions of Evolution differ in which of
 * `remoteJid`, `remoteJidAlt`, `senderPn`, … carries the phone and which the LID.
 */
export function personOf(candidates: readonly unknown[], phoneOfLid: (lid: string) => string | null = () => null): Person {
  let phone: string | null = null
  let lid: string | null = null
  for (const candidate of candidates) {
    const jid = parseJid(candidate)
    if (jid?.kind === 'phone') phone ??= jid.user
    else if (jid?.kind === 'lid') lid ??= jid.user
  }
  if (phone === null && lid !== null) phone = phoneOfLid(lid)
  return { phone, lid }
}

export function identitiesOf(person: Person): IdentityRef[] {
  const identities: IdentityRef[] = []
  if (person.phone !== null) identities.push({ kind: 'phone', value: person.phone })
  if (person.lid !== null) identities.push({ kind: 'lid', value: person.lid })
  return identities
}

/** The chat with a person: by phone where it is known, since every provider knows it and Evolution rewrites LIDs to it. */
export function directChatOf(person: Person): string | null {
  if (person.phone !== null) return phoneJid(person.phone)
  return person.lid === null ? null : lidJid(person.lid)
}

/**
 * The chat id for a recipient as REST clients write it: digits, `+55 (11) 9…`, or a full JID.
 * Throws an OmniError `bad_request` for anything else.
 */
export function chatIdFor(recipient: string): string {
  const text = recipient.trim()
  if (text.includes('@')) {
    const jid = parseJid(text)
    if (!jid || jid.kind === 'other') throw new OmniError('bad_request', `"${text.slice(0, 60)}" is not a WhatsApp address.`)
    return jid.address
  }
  // Groups of the old kind are "creator-time", those of the new kind have 18 digits and more.
  const old = /^(\d{8,})-(\d{10})$/.exec(text)
  if (old && text.length >= 20) return `${text}@g.us`
  const digits = phoneDigits(text)
  if (digits === null) throw new OmniError('bad_request', `"${text.slice(0, 60)}" is not a phone number.`)
  if (digits.length >= 18) return `${digits}@g.us`
  // No country code begins with 0: it is a number as it is dialled within some country.
  if (digits.length < 5 || digits.length > 15 || digits.startsWith('0')) {
    throw new OmniError('bad_request', `"${text.slice(0, 60)}" is not a phone number: it needs 5 to 15 digits, country code included.`)
  }
  return phoneJid(digits)
}

/** Same person's number written with and without Brazil's ninth digit (or Mexico's 1, Argentina's 9)? */
export function isSameNumber(a: string, b: string): boolean {
  if (a === b) return true
  return a.slice(0, 2) === b.slice(0, 2) && a.slice(-8) === b.slice(-8) && Math.abs(a.length - b.length) === 1
}
