/**
 * The address of a page is in the hash, because a page loaded from a file has no paths; what is
 * chosen on it (filters) stands behind a question mark in the same hash, so that it goes with the page.
 */
import { useSyncExternalStore } from 'react'
import type { BaseLocationHook, BaseSearchHook } from 'wouter'

/** Splits `#/traces?state=failed` into its path and its search, without the question mark. */
export function splitHash(hash: string): { path: string; search: string } {
  const text = hash.replace(/^#?\/?/, '')
  const at = text.indexOf('?')
  return at === -1 ? { path: `/${text}`, search: '' } : { path: `/${text.slice(0, at)}`, search: text.slice(at + 1) }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

function navigate(to: string, { replace = false, state = null }: { replace?: boolean; state?: unknown } = {}): void {
  const oldURL = window.location.href
  const url = new URL(oldURL)
  url.hash = to.startsWith('/') ? to : `/${to}`
  window.history[replace ? 'replaceState' : 'pushState'](state, '', url)
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: url.href }))
}

export const useHashPath: BaseLocationHook = () => [useSyncExternalStore(subscribe, () => splitHash(window.location.hash).path), navigate]

export const useHashSearch: BaseSearchHook = () => useSyncExternalStore(subscribe, () => splitHash(window.location.hash).search)
