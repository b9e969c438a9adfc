import { memo } from 'react'
import { Link } from 'wouter'
import type { Trace } from '../../../../src-shared/contract/traces.ts'
import { AccountName } from '../../../components/AccountName.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { durationText } from '../../../format/number.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { TraceState } from '../TraceState.tsx'
import classes from './traces.module.css'

export const TraceRow = memo(function TraceRow({ trace }: { trace: Trace }) {
  const { t } = useTranslation(['traces', 'conversations'])
  const locale = useLocale()
  return (
    <Link href={`/traces/${trace.id}`} className={classes.row}>
      <TraceState of={trace} />
      <span className={classes.message}>
        <span className={classes.contact}>
          {trace.contactName ?? t('unknownContact')}
          <span className={classes.instance}>
            <AccountName of={trace.instanceName} />
          </span>
        </span>
        <span className={classes.preview}>{trace.messagePreview}</span>
      </span>
      <span className={classes.reason}>{trace.reason === null ? t('running') : hubText(trace.reason)}</span>
      <span className={`num ${classes.right}`}>{trace.totalDurationMs === null ? '' : durationText(trace.totalDurationMs, locale)}</span>
      <TimeText iso={trace.receivedAt} className={classes.time} />
    </Link>
  )
})
