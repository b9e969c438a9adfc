import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { VirtuosoHandle } from 'react-virtuoso'

/** A list that leaves its end within this time of a change of its size was pushed, not scrolled. */
const PUSHED_MS = 150

/**
 * Keeps a thread at its newest message while it is there: when the last bubble grows, and when the
 * list itself shrinks because the composer grows or a banner appears.
 */
export function useStayAtBottom(list: RefObject<VirtuosoHandle | null>) {
  const box = useRef<HTMLDivElement>(null)
  const isAtBottom = useRef(true)
  const leftAt = useRef(Number.NEGATIVE_INFINITY)
  const [isAway, setAway] = useState(false)

  const onBottom = useCallback((atBottom: boolean) => {
    if (isAtBottom.current && !atBottom) leftAt.current = performance.now()
    isAtBottom.current = atBottom
    setAway(!atBottom)
  }, [])

  const onGrow = useCallback(() => {
    if (isAtBottom.current) list.current?.autoscrollToBottom()
  }, [list])

  const toNewest = useCallback(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }), [list])

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(() => {
      if (isAtBottom.current || performance.now() - leftAt.current < PUSHED_MS) toNewest()
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [toNewest])

  return { box, isAway, onBottom, onGrow, toNewest }
}
