import { useEffect, useRef } from 'react'
import classes from './wizard.module.css'

/** The question of a screen. It takes the focus, so that a screen reader says where one is. */
export function Question({ title, text }: { title: string; text?: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // A field that asks for the focus itself goes first.
    if (!document.activeElement?.matches('input, textarea')) heading.current?.focus()
  }, [])
  return (
    <div className={classes.question}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {text && <p>{text}</p>}
    </div>
  )
}
