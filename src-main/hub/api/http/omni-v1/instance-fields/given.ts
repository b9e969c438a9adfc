/** A field that is not mentioned stays as it is; null gives the default back. */

import type { InstanceFields } from '../schemas.ts'

/** The value that a request gives to a field: undefined when it does not mention it, null when it clears it. */
export function given<K extends keyof InstanceFields>(fields: InstanceFields, ...keys: K[]): InstanceFields[K] | undefined {
  for (const key of keys) if (fields[key] !== undefined) return fields[key]
  return undefined
}

/** Adds `target[name] = value` unless the field was not mentioned; null gives the default back. */
export function put(target: Record<string, unknown>, name: string, value: unknown, fallback: unknown): void {
  if (value !== undefined) target[name] = value === null ? fallback : value
}
