import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  icon: Icon
  title: string
  /** Why it is empty. */
  text: string
  /** The one thing to do. */
  action?: ReactNode
  tone?: 'neutral' | 'bad'
}

export function EmptyState({ icon: StateIcon, title, text, action, tone = 'neutral' }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <span className={classes.icon} data-tone={tone}>
        <StateIcon size={24} stroke={1.5} aria-hidden />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
