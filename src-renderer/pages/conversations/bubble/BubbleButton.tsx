import type { Icon } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import classes from './bubble.module.css'

interface BubbleButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'className' | 'children'> {
  label: string
  icon: Icon
}

/**
 * One of the things that can be done with a message. A plain element, not a component of the library, because there are
 * up to four at each of the bubbles that a thread draws at once.
 */
export function BubbleButton({ label, icon: Sign, ...others }: BubbleButtonProps) {
  return (
    <button type="button" className={classes.button} aria-label={label} title={label} {...others}>
      <Sign size={16} stroke={1.75} aria-hidden />
    </button>
  )
}
