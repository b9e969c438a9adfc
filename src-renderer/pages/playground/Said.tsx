import type { ReactNode } from 'react'
import classes from './playground.module.css'

interface SaidProps {
  tone: 'customer' | 'agent' | 'neutral'
  isBusy?: boolean
  children: ReactNode
}

/** One message as a customer would see it. */
export function Said({ tone, isBusy = false, children }: SaidProps) {
  return (
    <p className={classes.said} data-tone={tone} aria-busy={isBusy || undefined}>
      {children}
    </p>
  )
}
