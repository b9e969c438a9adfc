import { type RefObject, useEffect, useRef, useState } from 'react'
import { Row } from './Row.tsx'
import type { ThreadRow } from './rows.ts'
import classes from './thread.module.css'

/** What fits on a large screen, as a rule. */
const ROWS = 14
/** A list that stands elsewhere by then is not waited for. */
const MAX_FRAMES = 60

/** Where the last row of the list stands on the screen; null until it is drawn. */
function endOf(box: HTMLElement | null): number | null {
  const last = [...(box?.querySelectorAll('[role="log"] [data-index]') ?? [])].at(-1)
  return last === undefined || getComputedStyle(last).visibility === 'hidden' ? null : last.getBoundingClientRect().bottom
}

/**
 * The end of a thread, drawn at once where the list will draw it. The virtual list measures before it
 * draws anything and stands empty for several frames; a person who opens a conversation wants its last
 * words now. Gone as soon as the list (in `box`) shows the same.
 */
export function FirstLook({ rows, box }: { rows: ThreadRow[]; box: RefObject<HTMLElement | null> }) {
  const end = useRef<HTMLDivElement>(null)
  const [isGone, setGone] = useState(false)
  useEffect(() => {
    let frames = 0
    let frame = requestAnimationFrame(function look() {
      frames += 1
      const own = end.current?.getBoundingClientRect().top ?? 0
      const its = endOf(box.current)
      if ((its !== null && Math.abs(its - own) < 1) || frames >= MAX_FRAMES) setGone(true)
      else frame = requestAnimationFrame(look)
    })
    return () => cancelAnimationFrame(frame)
  }, [box])
  if (isGone) return null
  return (
    <div className={classes.firstLook} aria-hidden inert data-first-look>
      {rows.slice(-ROWS).map((row) => (
        <Row key={row.key} row={row} targetSeq={null} />
      ))}
      <div ref={end} className={classes.end} />
    </div>
  )
}
