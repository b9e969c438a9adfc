/**
 * The address of the panel, all of it in the hash: `#/conversations/ID?waiting=1`. A page loaded from a
 * file has no paths, and what was chosen on a page has to be in a link just as the page itself.
 */
import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** Splits what stands behind the `#` into the path (which begins with a slash) and the query without its `?`. */
export function splitHash(hash: string): { path: string; search: string } {
  const address = hash.replace(/^#?\/?/, '')
  const at = address.indexOf('?')
  return at === -1 ? { path: `/${address}`, search: '' } : { path: `/${address.slice(0, at)}`, search: address.slice(at + 1) }
}

const currentPath = (): string => splitHash(window.location.hash).path
const currentSearch = (): string => splitHash(window.location.hash).search

function navigate(to: string, { state = null, replace = false }: { state?: unknown; replace?: boolean } = {}): void {
  const oldURL = window.location.href
  const url = new URL(oldURL)
  url.hash = `/${to.replace(/^#?\/?/, '')}`
  if (replace) window.history.replaceState(state, '', url.href)
  else window.history.pushState(state, '', url.href)
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: url.href }))
}

/** For wouter's router: where the panel is. */
export const useHashPath = (): [string, typeof navigate] => [useSyncExternalStore(subscribe, currentPath), navigate]

/** For wouter's router: the query behind the path. */
export const useHashSearch = (): string => useSyncExternalStore(subscribe, currentSearch)
