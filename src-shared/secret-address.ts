/** Where the secrets of a form go: a secret that was typed for one server is not for another. */
import type { Field } from './contract/fields.ts'
import { shownFields } from './declared-form.ts'

/** `https://host:port` of every address in the form, with a space between them; empty while there is none. */
export function secretAddress(fields: readonly Field[], settings: Record<string, unknown>): string {
  const origins = shownFields(fields, settings).flatMap(({ kind, name }) => (kind === 'url' ? [originOf(settings[name])] : []))
  return origins.join(' ').trim()
}

/** As the hub calls it: `http://` where no scheme was typed. */
function originOf(value: unknown): string {
  const typed = typeof value === 'string' ? value.trim() : ''
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`
  if (typed === '' || !URL.canParse(withScheme)) return ''
  const { protocol, host } = new URL(withScheme)
  return `${protocol}//${host}`
}
