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
  /** It is all there is on the page, so its title is the page's. */
  isPage?: boolean
}

export function EmptyState({ icon: StateIcon, title, text, action, tone = 'neutral', isPage = false }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className={classes.state}>
      <span className={classes.icon} data-tone={tone}>
        <StateIcon size={24} stroke={1.5} aria-hidden />
      </span>
      <Title className={classes.title}>{title}</Title>
      <p className={classes.text}>{text}</p>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
