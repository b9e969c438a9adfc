/** JSON from strangers: valid UTF-8, no prototype keys, bounded depth; from platforms also sane names. */
import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import sjson from 'secure-json-parse'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'

/** JSON deeper than this is an attack on somebody's recursion, not a message. */
const MAX_DEPTH = 64
/** Nobody's name, and no platform's id, is longer. */
const MAX_NAME_LENGTH = 1000
/** Fields of platforms that hold a name or an id rather than a text. */
const NAMES = new Set([
  'event',
  'instance',
  'id',
  'remoteJid',
  'participant',
  'pushName',
  'name',
  'notify',
  'subject',
  'displayName',
  'verifiedName',
  'fileName',
])
/** Control characters but tab, line feed, vertical tab, form feed and carriage return, which people paste. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/

/** Makes a scope read `application/json` with that parser. */
export function acceptJson(app: FastifyInstance, parse: (body: Buffer) => unknown): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      // Many clients name a type on calls without a body too.
      done(null, body.length === 0 ? undefined : parse(body as Buffer))
    } catch (error) {
      done(error as Error, undefined)
    }
  })
}

/** Throws OmniError('bad_request') for what is not UTF-8, not JSON, too deep, or carries prototype keys. */
export function parseJson(body: Buffer): unknown {
  return parseChecked(body).value
}

/**
 * Like {@link parseJson}, and refuses what no platform sends: names of thousands of characters, and
 * control characters anywhere. A real message that is refused so is fetched by the channel's watchdog.
 */
export function parseWebhook(body: Buffer): unknown {
  const { value, text } = parseChecked(body)
  // In JSON they are always written as an escape, so most bodies need no second look.
  const mayHaveControl = text.includes('\\u00')
  for (const node of walk(value)) {
    for (const [name, child] of Object.entries(node)) {
      if (name.length > MAX_NAME_LENGTH || (typeof child === 'string' && child.length > MAX_NAME_LENGTH && NAMES.has(name)))
        throw new OmniError('bad_request', `The body has a name of more than ${MAX_NAME_LENGTH} characters.`)
      if (mayHaveControl && (CONTROL.test(name) || (typeof child === 'string' && CONTROL.test(child))))
        throw new OmniError('bad_request', 'The body has control characters.')
    }
  }
  return value
}

function parseChecked(body: Buffer): { value: unknown; text: string } {
  if (body.length === 0) throw new OmniError('bad_request', 'The body is empty; JSON was expected.')
  if (!isUtf8(body)) throw new OmniError('bad_request', 'The body is not valid UTF-8.')
  const text = body.toString('utf8')
  let value: unknown
  try {
    value = sjson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new OmniError('bad_request', `The body is not acceptable JSON: ${errorMessage(error).slice(0, 200)}`, { cause: error })
  }
  let depth = 0
  for (const level of levels(value)) {
    depth += 1
    if (depth > MAX_DEPTH && level.length > 0) throw new OmniError('bad_request', `The body is nested deeper than ${MAX_DEPTH} levels.`)
  }
  return { value, text }
}

/** Level by level, so that depth itself cannot exhaust the stack. */
function* levels(value: unknown): Generator<object[]> {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : []
  while (level.length > 0) {
    yield level
    const next: object[] = []
    for (const node of level) {
      for (const child of Array.isArray(node) ? node : Object.values(node))
        if (typeof child === 'object' && child !== null) next.push(child)
    }
    level = next
  }
}

function* walk(value: unknown): Generator<object> {
  for (const level of levels(value)) yield* level
}
