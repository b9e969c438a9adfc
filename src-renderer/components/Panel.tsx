import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title: string
  text?: string
  /** Stands at the right of the title. */
  action?: ReactNode
  children: ReactNode
  tone?: 'neutral' | 'bad'
}

/** One titled part of a page; a landmark of that name for those who jump between them. */
export function Panel({ title, text, action, children, tone = 'neutral' }: PanelProps) {
  const id = useId()
  return (
    <section className={classes.panel} data-tone={tone} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {text && <p className={classes.text}>{text}</p>}
        </div>
        {action}
      </div>
      <div>{children}</div>
    </section>
  )
}
