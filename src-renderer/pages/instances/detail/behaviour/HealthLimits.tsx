import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import type { HealthPolicy } from '../../../../../src-shared/contract/number-health.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { api } from '../../../../hub/client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'
import { SecondsInput } from '../SecondsInput.tsx'

interface HealthLimitsProps {
  instanceName: string
  value: HealthPolicy
  onChange: (part: Partial<Behaviour>) => void
}

/** How much a number may send; only for channels that restrict and ban numbers. */
export function HealthLimits({ instanceName, value, onChange }: HealthLimitsProps) {
  const { t } = useTranslation('accounts')
  const { data } = useQuery(api.numberHealth.get.queryOptions({ input: { instanceName } }))
  if (!data?.applies) return null
  const change = (part: Partial<HealthPolicy>) => onChange({ health: { ...value, ...part } })
  return (
    <Panel title={t('health.limitsTitle')} text={t('health.limitsText')}>
      <div className={classes.form}>
        <Switch
          label={t('health.replyOnly')}
          description={t('health.replyOnlyHelp')}
          checked={value.replyOnly}
          onChange={(event) => change({ replyOnly: event.currentTarget.checked })}
        />
        <div className={classes.pair}>
          <WholeNumber
            label={t('health.perHour')}
            description={t('health.perHourHelp')}
            value={value.perHour}
            min={1}
            max={2000}
            onChange={(perHour) => change({ perHour })}
          />
          {!value.replyOnly && (
            <WholeNumber
              label={t('health.newContactsPerDay')}
              description={t('health.newContactsPerDayHelp')}
              value={value.newContactsPerDay}
              min={0}
              max={500}
              onChange={(newContactsPerDay) => change({ newContactsPerDay })}
            />
          )}
        </div>
        <div className={classes.pair}>
          <SecondsInput
            label={t('health.pauseMin')}
            help={t('health.pauseHelp')}
            valueMs={value.pauseMinMs}
            maxMs={60_000}
            onChange={(ms) => change({ pauseMinMs: ms, pauseMaxMs: Math.max(ms, value.pauseMaxMs) })}
          />
          <SecondsInput
            label={t('health.pauseMax')}
            valueMs={value.pauseMaxMs}
            maxMs={60_000}
            onChange={(ms) => change({ pauseMaxMs: ms, pauseMinMs: Math.min(ms, value.pauseMinMs) })}
          />
        </div>
      </div>
    </Panel>
  )
}
