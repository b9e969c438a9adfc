/**
 * Servers that refuse a field that others need: asked once more without it, and remembered, so that
 * they are not asked in vain each time.
 */
import type { Reply } from './ask.ts'
import { refusedFields, servedBy } from './learned.ts'
import type { AgentConfig } from './port.ts'

interface Asked<Body> {
  body: Body
  /** The fields that the back end can do without, those first that more probably are meant. */
  optional: readonly string[]
  /** What stands within one of them, by which servers name it, too. */
  within?: Readonly<Record<string, string>>
  config: AgentConfig
  send: (body: Body) => Promise<Reply>
}

/** Resolves with the reply to the request as it is accepted. */
export async function askWithoutRefused<Body extends object>({ body, optional, within = {}, config, send }: Asked<Body>): Promise<Reply> {
  const known = refusedFields(config.settings)
  const fields = [...known]
  while (true) {
    const accepted = without(body, fields)
    const reply = await send(accepted)
    const field = reply.kind === 'failed' ? refusedIn(reply, optional, within, accepted) : null
    if (field !== null) {
      fields.push(field)
      continue
    }
    if (fields.length > known.length && reply.kind !== 'failed')
      config.onSettingsLearned?.({ refused: { by: servedBy(config.settings), fields } })
    return reply
  }
}

function without<Body extends object>(body: Body, fields: string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name))) as Body
}

/** The field that a refusal names, of those that were sent. */
function refusedIn(
  { event }: Extract<Reply, { kind: 'failed' }>,
  optional: readonly string[],
  within: Readonly<Record<string, string>>,
  sent: object,
): string | null {
  if (event.statusCode !== 400 && event.statusCode !== 422) return null
  const said = typeof event.raw === 'string' ? event.raw : JSON.stringify(event.raw)
  const isNamed = (name: string | undefined) => name !== undefined && new RegExp(`(?<![\\w])${name}(?![\\w])`).test(said)
  return optional.find((field) => field in sent && (isNamed(field) || isNamed(within[field]))) ?? null
}
