import type { Field } from '../../../src-shared/contract/fields.ts'
import { secretAddress } from '../../../src-shared/secret-address.ts'

/**
 * The names of the saved secrets that are not for the address in the form: they were typed for another one. Left
 * empty, they are forgotten.
 */
export function movedSecrets(
  fields: readonly Field[],
  saved: Record<string, unknown>,
  current: Record<string, unknown>,
  hasSecrets: Record<string, boolean>,
): string[] {
  if (secretAddress(fields, saved) === secretAddress(fields, current)) return []
  return fields.flatMap(({ kind, name }) => (kind === 'secret' && hasSecrets[name] === true ? [name] : []))
}

export const forgotten = (names: readonly string[]): Record<string, null> => Object.fromEntries(names.map((name) => [name, null]))

export const without = (hasSecrets: Record<string, boolean>, names: readonly string[]): Record<string, boolean> => ({
  ...hasSecrets,
  ...Object.fromEntries(names.map((name) => [name, false])),
})
