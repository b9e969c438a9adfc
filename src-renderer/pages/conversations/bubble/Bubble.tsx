import type { ReactNode } from 'react'
import classes from './bubble.module.css'

export type BubbleSide = 'start' | 'end'
export type BubbleTone = 'customer' | 'agent' | 'person' | 'neutral'

interface BubbleProps {
  side: BubbleSide
  tone: BubbleTone
  /** Who wrote it, above the bubble. */
  author?: ReactNode
  /** Below the bubble: what has to be decided about it. */
  below?: ReactNode
  children: ReactNode
  /** In words, for those who do not see sides and colours. */
  label: string
}

/** The one shape of everything that was said, so that a stream and its message are the same element. */
export function Bubble({ side, tone, author, below, children, label }: BubbleProps) {
  return (
    <article className={classes.line} data-side={side} aria-label={label}>
      {author && <div className={classes.author}>{author}</div>}
      <div className={classes.bubble} data-tone={tone}>
        {children}
      </div>
      {below && <div className={classes.below}>{below}</div>}
    </article>
  )
}
