/**
 * What is known about this instance beyond its configuration, kept across restarts in its settings:
 * the account's number and LID (for mentions), since when it is linked, and whether it is paused.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { JsonObject } from '../../runtime/json.ts'
import { LearnedSettings } from '../account/learned-settings.ts'
import type { ChannelContext } from '../port.ts'
import { parseJid, personOf } from '../whatsapp/jid.ts'
import type { OwnAccount } from '../whatsapp/normalize/context.ts'
import { field, listAt, stringAt, webAddress } from '../whatsapp/normalize/json.ts'
import { cleanName } from '../whatsapp/normalize/text.ts'
import { accountKey } from './account-key.ts'
import type { EvolutionApi } from './api.ts'
import type { LinkReport } from './normalize/link.ts'
import type { EvolutionSettings } from './settings.ts'

type Kept = Pick<EvolutionSettings, 'ownPhone' | 'ownLid' | 'linkedAt' | 'liveFrom' | 'paused' | 'origin' | 'replaceableWebhook'>

/** The beginning of its second: WhatsApp's times are whole seconds, so what is compared with them is too. */
function second(iso: string | null, fallback: number): number {
  const ms = iso === null ? Number.NaN : Date.parse(iso)
  return Math.floor((Number.isFinite(ms) ? ms : fallback) / 1000) * 1000
}

/** So often is a server asked for the LID that it may not know. */
const LID_TRIES = 3

export class Account {
  readonly #context: ChannelContext
  readonly #settings: LearnedSettings<Kept>
  readonly #key: string
  /** Without a better answer, the account counts as linked since this process began. */
  readonly #beganMs: number
  #lidTries = 0
  readonly #groupsAsked = new Set<string>()

  constructor(context: ChannelContext, settings: EvolutionSettings) {
    this.#context = context
    const { ownPhone, ownLid, linkedAt, liveFrom, paused, origin, replaceableWebhook } = settings
    this.#beganMs = context.now()
    this.#settings = new LearnedSettings<Kept>({ ownPhone, ownLid, linkedAt, liveFrom, paused, origin, replaceableWebhook }, context)
    this.#key = accountKey(settings, context.instanceName)
  }

  get own(): OwnAccount {
    return { phone: this.#settings.now.ownPhone, lid: this.#settings.now.ownLid }
  }

  get isPaused(): boolean {
    return this.#settings.now.paused
  }

  get linkedMs(): number {
    return second(this.#settings.now.linkedAt, this.#beganMs)
  }

  get liveFromMs(): number {
    return second(this.#settings.now.liveFrom, 0)
  }

  mayReplaceWebhook(url: string): boolean {
    return this.#settings.now.replaceableWebhook === url
  }

  /** Omni has made the instance on the server. */
  async made(id: string | null): Promise<void> {
    await this.keep({ origin: { account: this.#key, isOurs: true, id } })
  }

  /** The instance was there: others made it, unless it is known that Omni did. */
  async found(row: JsonObject | null): Promise<void> {
    if (row === null || this.#settings.now.origin?.account === this.#key) return
    await this.keep({ origin: { account: this.#key, isOurs: false, id: stringAt(row, 'id') } })
  }

  /** Did Omni make what the server has now? One that was created again under the same name is another one. */
  isOurs(row: JsonObject): boolean {
    const { origin } = this.#settings.now
    if (origin?.account !== this.#key || !origin.isOurs) return false
    const id = stringAt(row, 'id')
    return origin.id === null || id === null || origin.id === id
  }

  keep(patch: Partial<Kept>): Promise<void> {
    return this.#settings.keep(patch)
  }

  /** The account is linked: another one than before starts afresh. */
  async linked(phone: string): Promise<void> {
    const isOther = this.#settings.now.ownPhone !== null && this.#settings.now.ownPhone !== phone
    const now = new Date(this.#context.now()).toISOString()
    await this.keep({
      ownPhone: phone,
      ...(isOther ? { ownLid: null } : {}),
      ...(isOther || this.#settings.now.linkedAt === null ? { linkedAt: now } : {}),
    })
  }

  async unlinked(): Promise<void> {
    this.#lidTries = 0
    await this.keep({ ownPhone: null, ownLid: null, linkedAt: null })
  }

  /** Asks the server for the account's LID, by which groups mention it. Never rejects. */
  async learnLid(api: EvolutionApi): Promise<void> {
    const phone = this.#settings.now.ownPhone
    if (phone === null || this.#settings.now.ownLid !== null || this.#lidTries >= LID_TRIES) return
    this.#lidTries += 1
    try {
      const rows = await api.whatsappNumbers([phone])
      const lid = rows.map((row) => parseJid(field(row, 'lid')) ?? parseJid(field(row, 'jid'))).find((jid) => jid?.kind === 'lid')
      if (lid) await this.keep({ ownLid: lid.user })
    } catch (error) {
      this.#context.log.debug({ error: errorMessage(error) }, 'the LID of the account could not be found')
    }
  }

  /**
   * Finds the account's LID among the members of a group, where it stands beside the phone: most
   * servers tell it nowhere else. Each group is asked once. Resolves to whether it is known now.
   */
  async learnLidFrom(api: EvolutionApi, group: string): Promise<boolean> {
    const phone = this.#settings.now.ownPhone
    if (phone === null || this.#groupsAsked.has(group)) return false
    if (this.#groupsAsked.size >= 1000) this.#groupsAsked.clear()
    this.#groupsAsked.add(group)
    try {
      for (const member of listAt(await api.groupInfo(group), 'participants')) {
        const person = personOf(['id', 'phoneNumber', 'lid'].map((name) => field(member, name)))
        if (person.phone !== phone || person.lid === null) continue
        await this.keep({ ownLid: person.lid })
        return true
      }
    } catch (error) {
      this.#context.log.debug({ error: errorMessage(error) }, 'the members of a group could not be read')
    }
    return false
  }
}

/** The row of `fetchInstances` as the report that its webhook would have been. */
export function openReport(row: JsonObject | null): Extract<LinkReport, { kind: 'open' }> {
  const jid = parseJid(field(row, 'ownerJid'))
  return {
    kind: 'open',
    phone: jid?.kind === 'phone' ? jid.user : null,
    profileName: cleanName(stringAt(row, 'profileName')),
    profilePictureUrl: webAddress(field(row, 'profilePicUrl')),
  }
}
