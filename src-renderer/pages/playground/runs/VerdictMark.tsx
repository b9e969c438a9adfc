import { IconAlertTriangle, IconCircleCheck, IconLoader2, IconPencil, IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './verdict.module.css'
import type { Verdict } from './verdict.ts'

const ICONS = {
  running: IconLoader2,
  same: IconCircleCheck,
  changed: IconPencil,
  failed: IconAlertTriangle,
  stopped: IconPlayerStop,
} satisfies Record<Verdict, unknown>

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('playground')
  const MarkIcon = ICONS[verdict]
  return (
    <span className={classes.mark} data-verdict={verdict}>
      <MarkIcon size={15} stroke={1.75} aria-hidden />
      {t(`verdict_${verdict}`)}
    </span>
  )
}

/** "3 the same · 1 changed", of those that are more than none. */
export function VerdictCounts({ counts }: { counts: Record<Verdict, number> }) {
  const { t } = useTranslation('playground')
  const shown = (['same', 'changed', 'failed'] as const).filter((verdict) => counts[verdict] > 0)
  return (
    <p className={classes.counts} role="status">
      {shown.map((verdict) => (
        <span key={verdict} className={classes.mark} data-verdict={verdict}>
          {t(`count_${verdict}`, { count: counts[verdict] })}
        </span>
      ))}
    </p>
  )
}
