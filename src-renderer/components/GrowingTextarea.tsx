import { Textarea, type TextareaProps } from '@mantine/core'
import type { CSSProperties, Ref } from 'react'
import classes from './growing-textarea.module.css'

/**
 * Where it can, the browser grows the field itself. The script for it measures the field each time it is
 * drawn, for which the browser lays out the whole page at once.
 */
const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content')

interface GrowingTextareaProps extends Omit<TextareaProps, 'autosize' | 'rows' | 'minRows' | 'maxRows' | 'classNames' | 'styles'> {
  ref?: Ref<HTMLTextAreaElement>
  minRows: number
  /** From here on it is scrolled. */
  maxRows: number
}

/** A field for several lines, as high as its text. */
export function GrowingTextarea({ minRows, maxRows, ...props }: GrowingTextareaProps) {
  if (!GROWS_BY_ITSELF) return <Textarea {...props} autosize minRows={minRows} maxRows={maxRows} />
  const rows: CSSProperties & Record<string, number> = { '--min-rows': minRows, '--max-rows': maxRows }
  return <Textarea {...props} classNames={{ input: classes.input }} styles={{ input: rows }} />
}
