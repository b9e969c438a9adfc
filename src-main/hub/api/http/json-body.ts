/** JSON from strangers: valid UTF-8, no prototype keys, bounded in depth and number; from platforms also sane names. */
import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import sjson from 'secure-json-parse'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { checkJsonBudget } from '../../runtime/http/json-budget.ts'

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

/** The body of a webhook call, parsed and as it came. */
export interface WebhookBody {
  value: unknown
  text: string
}

/** Makes a scope read `application/json`, or another `type`, with that parser. */
export function acceptJson(
  app: FastifyInstance,
  parse: (body: Buffer, request: FastifyRequest) => unknown,
  type = 'application/json',
): void {
  if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type)
  app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      // Many clients name a type on calls without a body too.
      done(null, body.length === 0 ? undefined : parse(body as Buffer, request))
    } catch (error) {
      done(error as Error, undefined)
    }
  })
}

/**
 * Throws OmniError('bad_request') for what is not UTF-8, not JSON, too deep, or carries prototype keys, and
 * OmniError('too_large') for more values than a real call has.
 */
export function parseJson(body: Buffer): unknown {
  return parse(body).value
}

/**
 * Like {@link parseJson}, and refuses what no platform sends: names of thousands of characters, and
 * control characters anywhere. A real message that is refused so is fetched by the channel's watchdog.
 */
export function parseWebhook(body: Buffer): WebhookBody {
  const { value, text } = parse(body)
  // In JSON they are always written as an escape, so most bodies need no second look.
  const mayHaveControl = text.includes('\\u00')
  inspect(value, (name, child) => {
    if (name.length > MAX_NAME_LENGTH || (typeof child === 'string' && child.length > MAX_NAME_LENGTH && NAMES.has(name)))
      throw new OmniError('bad_request', `The body has a name of more than ${MAX_NAME_LENGTH} characters.`)
    if (mayHaveControl && (CONTROL.test(name) || (typeof child === 'string' && CONTROL.test(child))))
      throw new OmniError('bad_request', 'The body has control characters.')
  })
  return { value, text }
}

function parse(body: Buffer): { value: unknown; text: string } {
  if (body.length === 0) throw new OmniError('bad_request', 'The body is empty; JSON was expected.')
  checkJsonBudget(body)
  if (!isUtf8(body)) throw new OmniError('bad_request', 'The body is not valid UTF-8.')
  const text = body.toString('utf8')
  try {
    return { value: sjson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' }), text }
  } catch (error) {
    throw new OmniError('bad_request', `The body is not acceptable JSON: ${errorMessage(error).slice(0, 200)}`, { cause: error })
  }
}

/** Visits every named value. */
function inspect(value: unknown, visit: (name: string, child: unknown) => void): void {
  const open: object[] = typeof value === 'object' && value !== null ? [value] : []
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [name, child] of Object.entries(node)) {
      visit(Array.isArray(node) ? '' : name, child)
      if (typeof child === 'object' && child !== null) open.push(child)
    }
  }
}
