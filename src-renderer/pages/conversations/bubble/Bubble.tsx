import type { ReactNode } from 'react'
import classes from './bubble.module.css'

export type BubbleSide = 'start' | 'end'
export type BubbleTone = 'customer' | 'agent' | 'person' | 'neutral'

interface BubbleProps {
  side: BubbleSide
  tone: BubbleTone
  /** Who wrote it, above the bubble. */
  author?: ReactNode
  /** Beside the bubble: what can be done with it. */
  actions?: ReactNode
  /** Below the bubble: what has to be decided about it. */
  below?: ReactNode
  /** The first of a group has the corner that points at its author. */
  isFirst?: boolean
  /** It is only a picture: without the space around words. */
  isPicture?: boolean
  /** It is about to go. */
  isFading?: boolean
  children: ReactNode
  /** In words, for those who do not see sides and colours. */
  label: string
}

/** The one shape of everything that was said, so that a stream and its message are the same element. */
export function Bubble({
  side,
  tone,
  author,
  actions,
  below,
  isFirst = false,
  isPicture = false,
  isFading = false,
  children,
  label,
}: BubbleProps) {
  return (
    <article className={classes.line} data-side={side} aria-label={label}>
      {author && <div className={classes.author}>{author}</div>}
      <div className={classes.beside}>
        <div
          className={classes.bubble}
          data-tone={tone}
          data-first={isFirst || undefined}
          data-picture={isPicture || undefined}
          data-fading={isFading || undefined}
        >
          {children}
        </div>
        {actions}
      </div>
      {below && <div className={classes.below}>{below}</div>}
    </article>
  )
}
