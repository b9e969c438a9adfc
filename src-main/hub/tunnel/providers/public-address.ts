/** A public address as a person enters it. */
import * as z from 'zod'

const LOOPBACK = /^((.+\.)?localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname) || hostname === '::1'

/**
 * `https://name` or `https://name:port`, whatever path was pasted with it. Calls carry what customers write and the
 * secret of the account, so they are never sent in the clear, but on this computer.
 */
export const publicAddress = z
  .string({ error: 'Enter the public address, such as https://hooks.shop.example.' })
  .trim()
  .transform((text, context) => {
    const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
    const url = URL.canParse(withScheme) ? new URL(withScheme) : null
    if (text === '' || url === null || url.hostname === '' || url.username !== '' || url.password !== '') {
      context.addIssue({ code: 'custom', message: 'Enter the public address, such as https://hooks.shop.example.' })
      return z.NEVER
    }
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
    context.addIssue({ code: 'custom', message: 'The public address must begin with https://.' })
    return z.NEVER
  })
