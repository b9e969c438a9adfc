/** Texts as points, from any OpenAI-compatible endpoint: `POST {base}/embeddings`. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { below } from '../address.ts'
import { ask } from '../ask.ts'
import { errorCodeOf } from '../choices.ts'
import { destinationOf } from '../destination.ts'
import type { FailedEvent } from '../http.ts'
import { objectsIn, parseObject, usageOf } from '../json.ts'
import type { AgentConfig, Embedded } from '../port.ts'
import { settingsSchema } from './settings.ts'

/** The largest models have some thousands. */
const MAX_DIMENSIONS = 8192

const refused = ({ code, statusCode, message }: FailedEvent): OmniError => new OmniError(errorCodeOf(code, statusCode), message)
const noSense = () => new OmniError('invalid_response', 'The agent sent something that cannot be understood.')

/** Of length 1, so that their product is the cosine. Null for a vector without a direction. */
function directionOf(value: unknown): Float32Array | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_DIMENSIONS) return null
  if (!value.every((one) => typeof one === 'number' && Number.isFinite(one))) return null
  const length = Math.hypot(...value)
  return length === 0 || !Number.isFinite(length) ? null : Float32Array.from(value, (one) => one / length)
}

/** Rejects with OmniError in a plain sentence. */
export async function embed(texts: string[], model: string, config: AgentConfig, signal: AbortSignal): Promise<Embedded> {
  const to = destinationOf(settingsSchema.parse(config.settings).baseUrl, config.secrets)
  if (to.problem !== null) throw refused(to.problem)
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...to.keys }
  const body = JSON.stringify({ model, input: texts, encoding_format: 'float' })
  const reply = await ask(below(to.base, '/embeddings'), { headers, body }, signal)
  if (reply.kind === 'failed') throw refused(reply.event)
  const answer = reply.kind === 'body' ? parseObject(reply.body) : null
  if (answer === null) throw noSense()
  const rows = objectsIn(answer['data'])
  const vectors = texts.flatMap((_, place) => {
    // Servers may leave the index out, and then keep to the order.
    const row = rows.find(({ index }) => index === place) ?? (rows[place]?.['index'] === undefined ? rows[place] : undefined)
    return directionOf(row?.['embedding']) ?? []
  })
  if (vectors.length !== texts.length) throw noSense()
  return { vectors, usage: usageOf(answer['usage']) }
}
