/** The platform's event goes to the agent without anything that opens a door: Evolution puts its `apikey` into every event. */

const CREDENTIAL_KEY =
  /^(x-)?(api[_-]?key|authorization|(access|auth|bot|app|bearer|refresh|verify)[_-]?token|token|(client|signing|webhook|app)?[_-]?secret|password|cookie|set-cookie)$/i

/** Deeper than any platform's event; a hostile one must not exhaust the stack. */
const MAX_DEPTH = 40

/** A copy without credentials at any depth. Anything but an object is wrapped, since the agent expects one. */
export function withoutCredentials(payload: unknown): Record<string, unknown> {
  const clean = strip(payload, 0)
  if (clean === null || clean === undefined) return {}
  return typeof clean === 'object' && !Array.isArray(clean) ? (clean as Record<string, unknown>) : { event: clean }
}

function strip(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((item) => strip(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !CREDENTIAL_KEY.test(key))
      .map(([key, item]) => [key, strip(item, depth + 1)]),
  )
}
