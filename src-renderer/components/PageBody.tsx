import type { ReactNode } from 'react'
import classes from './page.module.css'

/** What scrolls below the header line; `width` keeps lines readable on wide windows. */
export function PageBody({ children, width = 1120 }: { children: ReactNode; width?: number }) {
  return (
    <div className={classes.body}>
      <div className={classes.inner} style={{ maxWidth: width }}>
        {children}
      </div>
    </div>
  )
}
