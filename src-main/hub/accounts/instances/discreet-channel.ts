/**
 * A channel whose failures tell no secret. Platforms quote the key that they refuse, and what a channel throws
 * becomes an answer, a trace, a line of the log or a sentence on the screen: so it is cleaned where it comes in, once.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import { type Channel, SendError } from '../../channels/port.ts'

type Hide = (text: string) => string
type Method = (...args: unknown[]) => unknown

/** Of causes of causes. */
const DEEPEST = 8

/** Texts within plain data, hidden; the same object where there is nothing to hide. */
export function hideIn<T>(value: T, hide: Hide): T {
  if (value === undefined) return value
  const text = JSON.stringify(value)
  const hidden = hide(text)
  return hidden === text ? value : (JSON.parse(hidden) as T)
}

/** Cleaned as it is, for its class decides what is done about it. */
function clean(error: unknown, hide: Hide, depth = 0): unknown {
  if (typeof error === 'string') return hide(error)
  if (!(error instanceof Error) || depth > DEEPEST) return error
  error.message = hide(error.message)
  if (error.stack !== undefined) error.stack = hide(error.stack)
  if (error instanceof OmniError && error.details !== undefined)
    Object.assign(error, { details: hideIn(error.details, hide) } satisfies Partial<OmniError>)
  if (error instanceof SendError) clean(error.failure.error, hide, depth + 1)
  if (error.cause !== undefined) error.cause = clean(error.cause, hide, depth + 1)
  return error
}

export function discreetChannel(channel: Channel, hide: Hide): Channel {
  const methods = new Map<PropertyKey, Method>()
  const rethrow = (error: unknown): never => {
    throw clean(error, hide)
  }

  function discreet(method: Method): Method {
    return (...args) => {
      try {
        const result = Reflect.apply(method, channel, args)
        return result instanceof Promise ? result.then(undefined, rethrow) : result
      } catch (error) {
        return rethrow(error)
      }
    }
  }

  return new Proxy(channel, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const known = methods.get(name)
      if (known !== undefined) return known
      const made = discreet(value as Method)
      methods.set(name, made)
      return made
    },
  })
}
