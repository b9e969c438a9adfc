import type { Field } from '../../../src-shared/contract/fields.ts'
import { shownFields } from '../../../src-shared/declared-form.ts'
import { secretAddress } from '../../../src-shared/secret-address.ts'
import type { FieldValues } from './field-values.ts'

/** The names of the saved secrets that are not for the address in the form: they were typed for another one. */
export function movedSecrets(
  fields: readonly Field[],
  saved: Record<string, unknown>,
  current: Record<string, unknown>,
  hasSecrets: Record<string, boolean>,
): string[] {
  if (secretAddress(fields, saved) === secretAddress(fields, current)) return []
  return savedSecrets(fields, current, hasSecrets)
}

/** The names of those that the form asks for and that are saved. */
export const savedSecrets = (fields: readonly Field[], settings: Record<string, unknown>, hasSecrets: Record<string, boolean>): string[] =>
  shownFields(fields, settings).flatMap(({ kind, name }) => (kind === 'secret' && hasSecrets[name] === true ? [name] : []))

/** Those of them about which the form says nothing yet. */
export const missingSecrets = (moved: readonly string[], secrets: FieldValues['secrets']): string[] =>
  moved.filter((name) => {
    const { [name]: secret = '' } = secrets
    return typeof secret === 'string' && secret.trim() === ''
  })

/** The secrets that were typed, without the spaces around them. */
export function typedSecrets(secrets: FieldValues['secrets']): Record<string, string> {
  const typed = Object.entries(secrets).map(([name, secret]) => [name, (secret || '').trim()] as const)
  return Object.fromEntries(typed.filter(([, secret]) => secret !== ''))
}

/** What changes about the saved secrets: null forgets one. */
export function changedSecrets(secrets: FieldValues['secrets'], moved: readonly string[]): Record<string, string | null> {
  const forgotten = Object.keys(secrets).filter((name) => secrets[name] === null || (secrets[name] === false && moved.includes(name)))
  return { ...typedSecrets(secrets), ...Object.fromEntries(forgotten.map((name) => [name, null])) }
}
