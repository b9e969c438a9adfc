import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './toast-with-button.module.css'

interface ToastWithButtonProps {
  message: string
  /** What the button says. */
  label: string
  icon?: ReactNode
  onClick: () => void
}

/** What happened, with the way back or on. */
export function ToastWithButton({ message, label, icon, onClick }: ToastWithButtonProps) {
  return (
    <span className={classes.toast}>
      <span className={classes.message}>{message}</span>
      <Button variant="default" size="compact-sm" leftSection={icon} onClick={onClick}>
        {label}
      </Button>
    </span>
  )
}
