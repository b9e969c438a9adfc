import type { Label } from '../../../../src-shared/contract/labels.ts'
import classes from './label.module.css'

/** The colour alone; the name always stands beside it. */
export function LabelDot({ colour }: { colour: Label['colour'] }) {
  return <span className={classes.dot} data-colour={colour} aria-hidden />
}

export function LabelChip({ label }: { label: Label }) {
  return (
    <span className={classes.chip}>
      <LabelDot colour={label.colour} />
      <span className={classes.name}>{label.name}</span>
    </span>
  )
}
