/**
 * The secrets of one instance: sealed in its record, each bound to its instance, its field and the address
 * that it was typed for, and opened when they are asked for.
 */

import type { Field } from '../../../../src-shared/contract/fields.ts'
import { shownFields } from '../../../../src-shared/declared-form.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { secretAddress } from '../../../../src-shared/secret-address.ts'
import { pastedToken } from '../../channels/account/pasted-token.ts'
import {
  type AddressedSecret,
  openAddressed,
  refuseOtherAddress,
  SecretNeeded,
  sealAddressed,
  withAddress,
} from '../../secrets/addressed.ts'
import { hiderOf } from '../../secrets/hide.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { InstanceRecord } from '../../storage/records.ts'

export const WEBHOOK_SECRET = 'webhookSecret'

const scope = (instanceName: string, field: string): string => `instance/${instanceName}/${field}`

/** The form of the channel, and what stands in it. */
interface Form {
  fields: readonly Field[]
  settings: Record<string, unknown>
}

/** The ciphertexts of an instance after these secrets were entered; null takes one away. */
export function changeSecrets(
  vault: Vault,
  instanceName: string,
  sealed: Record<string, string>,
  changes: Record<string, string | null>,
  { fields, settings }: Form,
): Record<string, string> {
  const changed = { ...sealed }
  const address = secretAddress(fields, settings)
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) delete changed[field]
    else changed[field] = sealAddressed(vault, scope(instanceName, field), { secret: value, address })
  }
  return changed
}

/** Throws {@link SecretNeeded} when the form would send a saved secret, which is not among `changes`, to another address. */
export function refuseStraySecrets(
  vault: Vault,
  { name, secrets }: Pick<InstanceRecord, 'name' | 'secrets'>,
  changes: Record<string, string | null>,
  { fields, settings }: Form,
): void {
  refuseOtherAddress(shownFields(fields, settings), secretAddress(fields, settings), changes, (field) => {
    const sealed = secrets[field]
    if (sealed === undefined) return null
    try {
      return openAddressed(vault, scope(name, field), sealed).address
    } catch {
      // It is reported on the instance, and goes nowhere.
      return null
    }
  })
}

/** Those of a database from before secrets had an address. */
export function bindSecrets(vault: Vault, { name, secrets, settings }: InstanceRecord, fields: readonly Field[]): Record<string, string> {
  const address = secretAddress(fields, settings)
  return Object.fromEntries(
    Object.entries(secrets).map(([field, sealed]) => [field, withAddress(vault, scope(name, field), sealed, address)]),
  )
}

export class OpenedSecrets {
  private readonly vault: Vault
  private readonly record: () => Pick<InstanceRecord, 'name' | 'secrets' | 'settings'>
  private readonly fields: () => readonly Field[]
  /** By field, with the ciphertext that it was read from. */
  private readonly opened = new Map<string, AddressedSecret & { sealed: string }>()
  private lost: string | null = null
  private hider: { from: Record<string, string> | null; hide: (text: string) => string } = { from: null, hide: (text) => text }

  /** `record` and `fields`, the form of its channel, are asked each time: they are replaced with every change. */
  constructor(vault: Vault, record: () => Pick<InstanceRecord, 'name' | 'secrets' | 'settings'>, fields: () => readonly Field[]) {
    this.vault = vault
    this.record = record
    this.fields = fields
  }

  /** Why one of them could not be read, in one sentence; null while none was found to be lost. */
  get whyLost(): string | null {
    return this.lost
  }

  /** Whatever was lost may have been entered again. */
  forgetLoss(): void {
    this.lost = null
  }

  /** The decrypted secret of that field, or null; null, too, where the settings name another address than it was typed for. */
  read(field: string): string | null {
    const opened = this.open(field)
    if (opened === null) return null
    const fields = this.fields()
    // The hub made that one: it is for whoever brings messages to it.
    if (field === WEBHOOK_SECRET || opened.address === secretAddress(fields, this.record().settings)) return opened.secret
    const typed = fields.find(({ kind, name }) => kind === 'secret' && name === field)
    // What a channel was told by its server (a token) it will be told again by the next.
    if (typed !== undefined) this.lost = new SecretNeeded(typed).message
    return null
  }

  /** Those that its channel is given. */
  forChannel(): Record<string, string> {
    const given: Record<string, string> = {}
    for (const field of Object.keys(this.record().secrets)) {
      // Keys of agents and of the webhook do not concern the channel.
      if (field === WEBHOOK_SECRET || field.startsWith('agent')) continue
      const value = this.read(field)
      if (value !== null) given[field] = value
    }
    return given
  }

  /** The text without any of them. */
  hide(text: string): string {
    const { secrets } = this.record()
    if (this.hider.from !== secrets) {
      const all = Object.keys(secrets).flatMap((field) => this.open(field)?.secret ?? [])
      // Also as its channel uses it, where it was pasted with quotes or a name around it.
      this.hider = { from: secrets, hide: hiderOf(all.flatMap((secret) => [secret, pastedToken(secret) ?? ''])) }
    }
    return this.hider.hide(text)
  }

  private open(field: string): AddressedSecret | null {
    const { name, secrets } = this.record()
    const sealed = secrets[field]
    if (sealed === undefined) return null
    const known = this.opened.get(field)
    if (known?.sealed === sealed) return known
    try {
      const opened = { ...openAddressed(this.vault, scope(name, field), sealed), sealed }
      this.opened.set(field, opened)
      return opened
    } catch (error) {
      // Told on the instance, where it is put right by entering it again; the others go on.
      this.lost = errorMessage(error)
      return null
    }
  }
}
