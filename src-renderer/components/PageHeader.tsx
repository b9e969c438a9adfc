import type { ReactNode } from 'react'
import classes from './page.module.css'
import { useDocumentTitle } from './use-document-title.ts'

interface PageHeaderProps {
  title: string
  /** Stands before the title: a way back. */
  before?: ReactNode
  /** Stands after the title, quietly. */
  note?: ReactNode
  search?: ReactNode
  /** The one primary action. */
  action?: ReactNode
}

/** The one header line of a page. */
export function PageHeader({ title, before, note, search, action }: PageHeaderProps) {
  useDocumentTitle(title)
  return (
    <header className={classes.header}>
      {before}
      <h1 className={classes.title}>{title}</h1>
      {note}
      <div className={classes.space} />
      {search}
      {action}
    </header>
  )
}
