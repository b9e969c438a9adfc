/**
 * What is kept of a payload with its trace (`ENABLE_TRACING`, `TRACE_INCLUDE_SENSITIVE` of the old
 * `.env`): all of it, only its shape, or nothing.
 */

/** A value as the text that is stored; null when payloads are not kept at all. */
export type PayloadText = ((value: unknown) => string) | null

/** Names whose texts say what a thing is, not what a person said or who that is. */
const SHAPE = new Set([
  'event',
  'type',
  'kind',
  'status',
  'state',
  'stage',
  'code',
  'outcome',
  'role',
  'model',
  'object',
  'messageType',
  'message_type',
  'mimetype',
  'mimeType',
  'mime_type',
  'source',
])

function withoutContent(name: string, value: unknown): unknown {
  return typeof value === 'string' && value !== '' && !SHAPE.has(name) ? `[${value.length} characters]` : value
}

export function payloadTextOf(config: { tracePayloads: boolean; traceSensitive: boolean }): PayloadText {
  if (!config.tracePayloads) return null
  return config.traceSensitive ? (value) => JSON.stringify(value ?? null) : (value) => JSON.stringify(value ?? null, withoutContent)
}
