import { useMemo } from 'react'
import classes from './word-diff.module.css'
import { type DiffPart, wordDiff } from './word-diff.ts'

interface WordDiffProps {
  before: string
  after: string
  /** One of two columns, with what only that one says marked; without it both run through each other. */
  side?: 'before' | 'after'
}

const HIDDEN: Record<'before' | 'after', DiffPart['kind']> = { before: 'added', after: 'removed' }

/** What changed between two texts, marked word by word. */
export function WordDiff({ before, after, side }: WordDiffProps) {
  const parts = useMemo(() => wordDiff(before, after), [before, after])
  return parts
    .filter(({ kind }) => side === undefined || kind !== HIDDEN[side])
    .map(({ kind, text }, index) => {
      // The parts of one comparison never change their places.
      const key = `${index}`
      if (kind === 'same') return <span key={key}>{text}</span>
      return kind === 'added' ? (
        <ins key={key} className={classes.added}>
          {text}
        </ins>
      ) : (
        <del key={key} className={classes.removed}>
          {text}
        </del>
      )
    })
}
