import type { ReactNode } from 'react'
import classes from './page.module.css'

interface PageBodyProps {
  children: ReactNode
  /** Keeps lines readable on wide windows. */
  width?: number
  /** Of settings: as wide as a field may be, and in a large window its panels have their titles beside them. */
  isForm?: boolean
  /** Pages stand under their title; only one that greets stands in the middle. */
  isCentered?: boolean
}

/** Lines stay short enough to follow, and a large window is used. */
const WIDE = 'max(1120px, 82vw)'

/** What scrolls below the header line. */
export function PageBody({ children, width, isForm = false, isCentered = false }: PageBodyProps) {
  return (
    <div className={classes.body}>
      <div
        className={classes.inner}
        data-centered={isCentered || undefined}
        data-form={isForm || undefined}
        style={isForm ? undefined : { maxWidth: width ?? WIDE }}
      >
        {children}
      </div>
    </div>
  )
}
