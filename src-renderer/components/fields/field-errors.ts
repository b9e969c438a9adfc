import type { Field } from '../../../src-shared/contract/fields.ts'
import { shownFields } from '../../../src-shared/declared-form.ts'
import type { FieldValues } from './field-values.ts'
import { missingSecrets } from './secrets.ts'

export type FieldError = 'fieldRequired' | 'fieldUrl' | 'fieldPhone'

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text)
}

function errorOf(field: Field, text: string, isSaved: boolean): FieldError | null {
  if (text === '') return field.required && !isSaved ? 'fieldRequired' : null
  if (field.kind === 'url' && !isWebAddress(text)) return 'fieldUrl'
  if (field.kind === 'phone' && !/^\d{6,15}$/.test(text.replace(/[\s()+-]/g, ''))) return 'fieldPhone'
  return null
}

/**
 * What is wrong with a channel's form, by the name of the field.
 * @param moved secrets that are saved for another address, see `movedSecrets`
 */
export function fieldErrors(
  fields: Field[],
  values: FieldValues,
  hasSecrets: Record<string, boolean>,
  moved: readonly string[] = [],
): Record<string, FieldError> {
  const errors: Record<string, FieldError> = {}
  for (const name of missingSecrets(moved, values.secrets)) errors[name] = 'fieldRequired'
  for (const field of shownFields(fields, values.settings)) {
    if (field.kind === 'boolean') continue
    const isSecret = field.kind === 'secret'
    const value = isSecret ? values.secrets[field.name] : values.settings[field.name]
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    const error = errorOf(field, text, isSecret && hasSecrets[field.name] === true)
    if (error) errors[field.name] = error
  }
  return errors
}
