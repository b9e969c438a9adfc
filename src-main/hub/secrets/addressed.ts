/**
 * A secret goes only to the address for which it was typed. Both are sealed as one, so that no change of the
 * settings, by whichever way, sends the secret somewhere else: whoever reads it compares.
 *
 * Format: `to.` + what the vault makes of the JSON of both.
 */
import type { Field } from '../../../src-shared/contract/fields.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import type { Vault } from './vault.ts'

const VERSION = 'to.'

export interface AddressedSecret {
  secret: string
  /** See `secretAddress`; empty for what goes nowhere. */
  address: string
}

export function sealAddressed(vault: Vault, scope: string, addressed: AddressedSecret): string {
  return VERSION + vault.seal(scope, JSON.stringify(addressed))
}

/** Throws OmniError('storage_unavailable') when it was changed or moved. */
export function openAddressed(vault: Vault, scope: string, sealed: string): AddressedSecret {
  return JSON.parse(vault.open(scope, sealed.startsWith(VERSION) ? sealed.slice(VERSION.length) : '')) as AddressedSecret
}

/** Secrets of databases from before: they belong to the address that stands there. One that cannot be read stays as it is. */
export function withAddress(vault: Vault, scope: string, sealed: string, address: string): string {
  if (sealed.startsWith(VERSION)) return sealed
  try {
    return sealAddressed(vault, scope, { secret: vault.open(scope, sealed), address })
  } catch {
    return sealed
  }
}

/** A secret that is kept while its address changes. `details.field` names it. */
export class SecretNeeded extends OmniError {
  constructor(field: Pick<Field, 'name' | 'label'>) {
    super('bad_request', `The address changed: enter "${field.label}" again.`, { details: { field: field.name } })
  }
}

/**
 * Throws {@link SecretNeeded} for the first secret of the form that is saved for another address than the one
 * it would go to. `addressOf`: for which address a field is saved, null if it is not. A form without an address
 * sends nothing, and keeps what it has.
 */
export function refuseOtherAddress(
  fields: readonly Field[],
  address: string,
  given: Record<string, unknown>,
  addressOf: (field: string) => string | null,
): void {
  if (address === '') return
  for (const field of fields) {
    if (field.kind !== 'secret' || given[field.name] !== undefined) continue
    const savedFor = addressOf(field.name)
    if (savedFor !== null && savedFor !== address) throw new SecretNeeded(field)
  }
}
