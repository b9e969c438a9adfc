/** What a declared form consists of while these values stand in it. */
import type { Field } from './contract/fields.ts'

/** A choice begins with its first option: nobody has to find out that it must be made. */
export function firstChoices(fields: readonly Field[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ kind, required, name, options: [first] = [] }) =>
      kind === 'choice' && required && first !== undefined ? [[name, first.value]] : [],
    ),
  )
}

/** The fields that belong to what is chosen; the others mean nothing now, whatever stands in them. */
export function shownFields(fields: readonly Field[], settings: Record<string, unknown>): Field[] {
  const chosen: Record<string, unknown> = { ...firstChoices(fields), ...settings }
  return fields.filter(({ when }) => when === undefined || chosen[when.field] === when.is)
}

/** The settings without what stands in fields that do not belong to what is chosen. */
export function shownSettings(fields: readonly Field[], settings: Record<string, unknown>): Record<string, unknown> {
  const shown = new Set(shownFields(fields, settings).map(({ name }) => name))
  const hidden = new Set(fields.flatMap(({ name }) => (shown.has(name) ? [] : [name])))
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !hidden.has(name)))
}
