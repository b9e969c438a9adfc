import type { Highlights } from '../../../../src-shared/contract/search.ts'
import { withoutTurningMarks } from '../../../../src-shared/turning-marks.ts'
import { splitHighlights } from './highlights.ts'
import classes from './search.module.css'

/** A text with the words that were searched for marked in it. */
export function Highlighted({ text, highlights }: { text: string; highlights: Highlights }) {
  return (
    <bdi>
      {splitHighlights(text, highlights).map((part) =>
        part.isHit ? (
          <mark key={part.start} className={classes.mark}>
            {withoutTurningMarks(part.text)}
          </mark>
        ) : (
          withoutTurningMarks(part.text)
        ),
      )}
    </bdi>
  )
}
