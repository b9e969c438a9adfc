import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'
import classes from './wizard.module.css'

/** Where the frame has its buttons; null until it is drawn. */
export const WizardFooter = createContext<HTMLElement | null>(null)

interface WizardActionsProps {
  /** What is aside from the way on: a result, a way to do it later. */
  aside?: ReactNode
  /** What keeps somebody here; it stands above the buttons, so that these stay where they are. */
  notice?: ReactNode
  /** The way on, last. */
  children?: ReactNode
}

/** The buttons of a screen. They stand in the frame's footer, in the same place on every screen, however long its form is. */
export function WizardActions({ aside, notice, children }: WizardActionsProps) {
  const footer = useContext(WizardFooter)
  if (footer === null) return null
  return createPortal(
    <>
      {notice}
      <div className={classes.actions}>
        {aside}
        <span className={classes.space} />
        {children}
      </div>
    </>,
    footer,
  )
}
