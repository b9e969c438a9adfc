/** Where an Automagik agent is asked: two published paths over one saved address. */

import { webAddress } from '../address.ts'

export type Shape = 'run' | 'chat'

export interface Addresses {
  /** In the order in which they are tried; each only where the one before does not exist. */
  candidates: { shape: Shape; url: string }[]
}

/**
 * The addresses for a saved URL. A URL that already ends in one of the published paths is taken at its
 * word; else the setting decides which comes first, and without one a path that ends in `/chat`. Null if it is not an HTTP address, or carries a
 * password (`fetch` refuses those).
 */
export function agentAddresses(savedUrl: string, agentId: string, setting: 'auto' | Shape): Addresses | null {
  const url = webAddress(savedUrl)
  if (url === null) return null
  const path = url.pathname.replace(/\/+$/, '')
  const at = (pathname: string): string => {
    const result = new URL(url)
    result.pathname = pathname
    return result.href
  }
  if (/\/agent\/[^/]+\/run$/.test(path)) return { candidates: [{ shape: 'run', url: at(path) }] }
  if (path.endsWith('/agent/chat')) return { candidates: [{ shape: 'chat', url: at(path) }] }

  const base = path.replace(/\/api(\/v1)?$/, '')
  const run = { shape: 'run' as const, url: at(`${base}/api/v1/agent/${encodeURIComponent(agentId === '' ? 'default' : agentId)}/run`) }
  // It may be the call itself, or the folder that the server lives in.
  const named = path.endsWith('/chat') ? [{ shape: 'chat' as const, url: at(path) }] : []
  const chat = { shape: 'chat' as const, url: at(`${base}/api/agent/chat`) }
  const isChatFirst = setting === 'chat' || (setting === 'auto' && named.length > 0)
  return { candidates: isChatFirst ? [...named, chat, run] : [run, ...named, chat] }
}
