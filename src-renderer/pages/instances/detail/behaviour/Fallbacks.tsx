import { Checkbox } from '@mantine/core'
import { FALLBACK_CAUSES } from '../../../../../src-shared/contract/answering.ts'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { GrowingTextarea } from '../../../../components/GrowingTextarea.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'
import { SecondsInput } from '../SecondsInput.tsx'

interface FallbacksProps {
  value: Behaviour
  onChange: (part: Partial<Behaviour>) => void
}

/** What the customer reads when no answer comes, by why; and the word while one takes long. */
export function Fallbacks({ value, onChange }: FallbacksProps) {
  const { t } = useTranslation(['agents', 'accounts'])
  const { fallback, handOver, stillWorking } = value
  return (
    <Panel title={t('accounts:fallbackTitle')} text={t('accounts:fallbackText')}>
      <div className={classes.form}>
        {FALLBACK_CAUSES.map((cause) => (
          <div key={cause} className={classes.cause}>
            <GrowingTextarea
              label={t(`answering.cause_${cause}`)}
              // Without a text of its own, a cause speaks as an error does.
              placeholder={fallback[cause] === null ? fallback.error : undefined}
              minRows={1}
              maxRows={6}
              maxLength={4000}
              value={fallback[cause] ?? ''}
              onChange={(event) => onChange({ fallback: { ...fallback, [cause]: event.currentTarget.value } })}
            />
            <Checkbox
              size="xs"
              label={t('answering.askPerson')}
              aria-label={t('answering.askPersonFor', { cause: t(`answering.cause_${cause}`) })}
              checked={handOver[cause]}
              onChange={(event) => onChange({ handOver: { ...handOver, [cause]: event.currentTarget.checked } })}
            />
          </div>
        ))}
        <div className={classes.pair}>
          <SecondsInput
            label={t('answering.stillWorkingAfter')}
            help={t('answering.stillWorkingHelp')}
            maxMs={600_000}
            valueMs={stillWorking.afterMs}
            onChange={(afterMs) => onChange({ stillWorking: { ...stillWorking, afterMs } })}
          />
          <GrowingTextarea
            label={t('answering.stillWorkingText')}
            minRows={1}
            maxRows={4}
            maxLength={4000}
            disabled={stillWorking.afterMs === 0}
            value={stillWorking.text}
            onChange={(event) => onChange({ stillWorking: { ...stillWorking, text: event.currentTarget.value } })}
          />
        </div>
      </div>
    </Panel>
  )
}
