import type { ReactNode } from 'react'
import classes from './page.module.css'

interface PageBodyProps {
  children: ReactNode
  /** Keeps lines readable on wide windows. */
  width?: number
  /** Pages stand under their title; only one that greets stands in the middle. */
  isCentered?: boolean
}

/** Lines stay short enough to follow, and a large window is used. */
const WIDE = 'max(1120px, 82vw)'

/** What scrolls below the header line. */
export function PageBody({ children, width, isCentered = false }: PageBodyProps) {
  return (
    <div className={classes.body}>
      <div className={classes.inner} data-centered={isCentered || undefined} style={{ maxWidth: width ?? WIDE }}>
        {children}
      </div>
    </div>
  )
}
