import { type RefObject, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/** The page, without the part that only chooses something on it (a tab, the open conversation). */
function pageOf(location: string): string {
  const [, section = '', object = ''] = location.split('/')
  return section === 'conversations' ? section : `${section}/${object}`
}

/**
 * Going to another page takes the keyboard and the screen reader along: the focus goes to the
 * content, unless the page itself has put it somewhere.
 */
export function useFocusPage(content: RefObject<HTMLElement | null>): void {
  const [location] = useLocation()
  const page = pageOf(location)
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    if (content.current && !content.current.contains(document.activeElement)) content.current.focus({ preventScroll: true })
  }, [page, content])
}
