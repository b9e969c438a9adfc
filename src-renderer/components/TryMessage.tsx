/** A message to try settings with before they are saved, and what would become of it. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Form } from './Form.tsx'
import { GrowingTextarea } from './GrowingTextarea.tsx'
import classes from './try-message.module.css'

/** As long as a message of a customer may be in a try. */
const MAX_LENGTH = 4000

interface TryMessageProps {
  label: string
  placeholder: string
  action: string
  text: string
  isTrying: boolean
  onText: (text: string) => void
  onTry: () => void
  /** The outcome; read out when it comes. */
  children: ReactNode
}

export function TryMessage({ label, placeholder, action, text, isTrying, onText, onTry, children }: TryMessageProps) {
  const isEmpty = text.trim() === ''
  return (
    <>
      <Form
        className={classes.form}
        onSubmit={() => {
          if (!isEmpty) onTry()
        }}
      >
        <GrowingTextarea
          label={label}
          placeholder={placeholder}
          minRows={1}
          maxRows={5}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
        />
        <Button type="submit" variant="default" loading={isTrying} disabled={isEmpty}>
          {action}
        </Button>
      </Form>
      <output aria-live="polite">{children}</output>
    </>
  )
}
