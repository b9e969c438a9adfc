import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { VirtuosoHandle } from 'react-virtuoso'

/** Browsers round scroll positions on screens with fractions of pixels. */
const ROUNDING_PX = 4

function isAtEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= ROUNDING_PX
}

/**
 * Keeps a thread at its newest message until the reader leaves it: while the last bubble grows, when
 * rows turn out higher than was guessed, and when the list itself shrinks because the composer grows
 * or a banner appears. Only the reader's own hands (wheel, finger, key, scroll bar) release the
 * end, because the position alone cannot tell who moved it.
 */
export function useStayAtBottom(list: RefObject<VirtuosoHandle | null>, startsAtBottom = true) {
  const box = useRef<HTMLDivElement>(null)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const isPinned = useRef(startsAtBottom)
  const [isAway, setAway] = useState(false)

  const toEnd = useCallback(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }), [list])
  const frame = useRef(0)
  // The list aims by the heights that it knows, and may learn of others just then: so it aims once more
  // when they are drawn. It ends automatically: what does not move reports no scrolling.
  const follow = useCallback(() => {
    if (!isPinned.current) return
    toEnd()
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      if (isPinned.current && scroller && !isAtEnd(scroller)) toEnd()
    })
  }, [toEnd, scroller])
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  const toNewest = useCallback(() => {
    isPinned.current = true
    toEnd()
  }, [toEnd])

  useEffect(() => {
    if (!scroller) return
    const life = new AbortController()
    const options = { signal: life.signal, passive: true }
    const letGo = (): void => {
      isPinned.current = false
    }
    const lookAgain = (): void => {
      if (isAtEnd(scroller)) isPinned.current = true
    }
    const afterScroll = (): void => {
      lookAgain()
      if (!isAtEnd(scroller)) follow()
    }
    scroller.addEventListener('scroll', afterScroll, options)
    scroller.addEventListener('wheel', (event) => event.deltaY < 0 && letGo(), options)
    scroller.addEventListener('touchmove', letGo, options)
    scroller.addEventListener('touchend', lookAgain, options)
    scroller.addEventListener('pointerdown', (event) => event.target === scroller && letGo(), options)
    scroller.addEventListener('pointerup', lookAgain, options)
    scroller.addEventListener('keydown', letGo, options)
    scroller.addEventListener('keyup', lookAgain, options)
    return () => life.abort()
  }, [scroller, follow])

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(follow)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [follow])

  return {
    box,
    isAway,
    toNewest,
    /** The reader is sent somewhere else. */
    letGo: useCallback(() => {
      isPinned.current = false
    }, []),
    /** For the virtual list. */
    listProps: {
      scrollerRef: useCallback((element: HTMLElement | Window | null) => setScroller(element instanceof HTMLElement ? element : null), []),
      followOutput: useCallback(() => (isPinned.current ? ('auto' as const) : false), []),
      totalListHeightChanged: follow,
      atBottomStateChange: useCallback((atBottom: boolean) => setAway(!atBottom), []),
    },
  }
}
