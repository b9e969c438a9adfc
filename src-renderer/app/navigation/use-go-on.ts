import { useCallback, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { splitHash } from './hash-location.ts'

/**
 * Navigates to where something leads that took a moment: a thing that was made, the page after one that was
 * ended. Does nothing when the person has gone to another page meanwhile: nobody is taken back.
 */
export function useGoOn(): (href: string) => void {
  const [path, navigate] = useLocation()
  // What it was when this was last shown: a page that was left stays away, one that ended itself does not.
  const here = useRef(path)
  useEffect(() => {
    here.current = path
  }, [path])
  return useCallback(
    (href) => {
      if (splitHash(window.location.hash).path === here.current) navigate(href)
    },
    [navigate],
  )
}
