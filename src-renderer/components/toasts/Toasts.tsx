import { Notifications } from '@mantine/notifications'
import type { CSSProperties } from 'react'
import { useBottomBar } from './clear-of-toasts.ts'
import classes from './toasts.module.css'

/** Where toasts come up: above the bar at the bottom of the window, if there is one. */
export function Toasts() {
  const height = useBottomBar()
  const style: CSSProperties & Record<string, string> = { '--bottom-bar': `${height}px` }
  return (
    <Notifications
      position="bottom-right"
      limit={3}
      autoClose={5000}
      classNames={{ root: classes.root, notification: classes.toast }}
      style={style}
    />
  )
}
