import { useCallback, useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'

export interface Target {
  seq: number
}

/** The message that an address asks for (`?at=12`); null without one. */
export function readAt(search: string): number | null {
  const at = new URLSearchParams(search).get('at')
  return at !== null && /^-?\d{1,15}$/.test(at) ? Number(at) : null
}

/**
 * Where a thread is read: at its newest messages, or around one that a link, a hit of the search or a
 * quote asked for and that is not among those that are loaded.
 */
export function usePosition() {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const [target, setTarget] = useState<Target | null>(null)
  /** The thread is read around this message; null: from its newest back. */
  const [around, setAround] = useState<number | null>(null)
  const at = readAt(search)
  // An address is a new wish each time it is gone to, not each time it is drawn.
  useEffect(() => {
    setTarget(at === null ? null : { seq: at })
  }, [at])
  const toNewest = useCallback(() => {
    setAround(null)
    setTarget(null)
    const params = new URLSearchParams(search)
    params.delete('at')
    const rest = params.toString()
    if (search !== rest) navigate(rest === '' ? path : `${path}?${rest}`, { replace: true })
  }, [search, path, navigate])
  const goTo = useCallback((seq: number) => setTarget({ seq }), [])
  return { target, around, setAround, goTo, toNewest }
}
