/**
 * The secrets of one instance: sealed in its record, each bound to its instance and field, and opened
 * when they are asked for.
 */
import { errorMessage } from '../../../src-shared/errors.ts'
import { hiderOf } from '../secrets/hide.ts'
import type { Vault } from '../secrets/vault.ts'
import type { InstanceRecord } from '../storage/records.ts'

export const WEBHOOK_SECRET = 'webhookSecret'

const scope = (instanceName: string, field: string): string => `instance/${instanceName}/${field}`

/** The ciphertexts of an instance after these secrets were entered; null takes one away. */
export function changeSecrets(
  vault: Vault,
  instanceName: string,
  sealed: Record<string, string>,
  changes: Record<string, string | null>,
): Record<string, string> {
  const changed = { ...sealed }
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) delete changed[field]
    else changed[field] = vault.seal(scope(instanceName, field), value)
  }
  return changed
}

export class OpenedSecrets {
  private readonly vault: Vault
  private readonly record: () => Pick<InstanceRecord, 'name' | 'secrets'>
  /** By field, with the ciphertext that it was read from. */
  private readonly opened = new Map<string, { sealed: string; plain: string }>()
  private lost: string | null = null
  private hider: { from: Record<string, string> | null; hide: (text: string) => string } = { from: null, hide: (text) => text }

  /** `record` is asked each time: it is replaced with every change. */
  constructor(vault: Vault, record: () => Pick<InstanceRecord, 'name' | 'secrets'>) {
    this.vault = vault
    this.record = record
  }

  /** Why one of them could not be read, in one sentence; null while none was found to be lost. */
  get whyLost(): string | null {
    return this.lost
  }

  /** Whatever was lost may have been entered again. */
  forgetLoss(): void {
    this.lost = null
  }

  /** The decrypted secret of that field, or null. */
  read(field: string): string | null {
    const { name, secrets } = this.record()
    const sealed = secrets[field]
    if (sealed === undefined) return null
    const known = this.opened.get(field)
    if (known?.sealed === sealed) return known.plain
    try {
      const plain = this.vault.open(scope(name, field), sealed)
      this.opened.set(field, { sealed, plain })
      return plain
    } catch (error) {
      // Told on the instance, where it is put right by entering it again; the others go on.
      this.lost = errorMessage(error)
      return null
    }
  }

  /** Those that its channel is given. */
  forChannel(): Record<string, string> {
    const given: Record<string, string> = {}
    for (const field of Object.keys(this.record().secrets)) {
      // Keys of agents and of the webhook are no business of the channel.
      if (field === WEBHOOK_SECRET || field.startsWith('agent')) continue
      const value = this.read(field)
      if (value !== null) given[field] = value
    }
    return given
  }

  /** The text without any of them. */
  hide(text: string): string {
    const { secrets } = this.record()
    if (this.hider.from !== secrets)
      this.hider = { from: secrets, hide: hiderOf(Object.keys(secrets).flatMap((field) => this.read(field) ?? [])) }
    return this.hider.hide(text)
  }
}
