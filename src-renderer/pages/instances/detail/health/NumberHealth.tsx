import { Alert, Button, Progress } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { NumberStop } from '../../../../../src-shared/contract/number-health.ts'
import { notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { TimeText } from '../../../../components/TimeText.tsx'
import { clockTime, dayAndTime } from '../../../../format/time.ts'
import { api } from '../../../../hub/client.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './number-health.module.css'

/** The count of an hour goes down over time. */
const LOOK_EVERY_MS = 10_000
/** From here on the bar warns. */
const NEARLY_FULL = 0.8

interface MeterProps {
  label: string
  value: number
  max: number
}

function Meter({ label, value, max }: MeterProps) {
  const { t } = useTranslation('accounts')
  const share = max === 0 ? 1 : Math.min(1, value / max)
  return (
    <div>
      <div className={classes.meterHead}>
        <span>{label}</span>
        <span className="num">{t('health.of', { value, max })}</span>
      </div>
      <Progress
        value={share * 100}
        color={share >= 1 ? 'red' : share >= NEARLY_FULL ? 'yellow' : 'emerald'}
        aria-label={`${label}: ${t('health.of', { value, max })}`}
        size="md"
      />
    </div>
  )
}

interface StopProps {
  stop: NumberStop
  isPending: boolean
  onResume: () => void
}

function Stop({ stop, isPending, onResume }: StopProps) {
  const { t } = useTranslation('accounts')
  const locale = useLocale()
  return (
    <Alert color="red" icon={<IconHandStop size={20} />} title={t('health.stopped')} className={classes.stop}>
      <p>{hubText(stop.reason)}</p>
      <p className={classes.stopTimes}>
        {t('health.stoppedSince')} <TimeText iso={stop.since} /> · {t('health.goesOn', { time: dayAndTime(stop.until, locale) })}
      </p>
      <Button variant="default" size="compact-md" loading={isPending} onClick={onResume}>
        {t('health.resume')}
      </Button>
      <p className={classes.stopHint}>{t('health.resumeHint')}</p>
    </Alert>
  )
}

/** How much of what is good for the number is used, and whether it is stopped. Nothing for channels that need no care. */
export function NumberHealth({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('accounts')
  const locale = useLocale()
  const client = useQueryClient()
  const options = api.numberHealth.get.queryOptions({ input: { instanceName } })
  const { data } = useQuery({ ...options, refetchInterval: LOOK_EVERY_MS })
  const resume = useMutation(
    api.numberHealth.resume.mutationOptions({
      onSuccess: (health) => client.setQueryData(options.queryKey, health),
      onError: notifyProblem,
    }),
  )
  if (!data?.applies) return null
  const { policy, sentLastHour, newContactsToday, nextFreeAt, waiting, stop } = data
  return (
    <Panel
      title={t('health.title')}
      text={t('health.text')}
      tone={stop === null ? 'neutral' : 'bad'}
      action={
        <Button
          component={Link}
          href={`/instances/${instanceName}/behaviour`}
          variant="default"
          size="compact-md"
          className={classes.change}
        >
          {t('health.change')}
        </Button>
      }
    >
      {stop && <Stop stop={stop} isPending={resume.isPending} onResume={() => resume.mutate({ instanceName })} />}
      <div className={classes.meters}>
        <Meter label={t('health.lastHour')} value={sentLastHour} max={policy.perHour} />
        {policy.replyOnly ? (
          <div className={classes.meterHead}>
            <span>{t('health.newContacts')}</span>
            <span>{t('health.repliesOnly')}</span>
          </div>
        ) : (
          <Meter label={t('health.newContacts')} value={newContactsToday} max={policy.newContactsPerDay} />
        )}
      </div>
      {waiting > 0 && (
        <p className={classes.waiting}>
          {t('health.waiting', { count: waiting })}
          {nextFreeAt !== null && ` ${t('health.nextAt', { time: clockTime(nextFreeAt, locale) })}`}
        </p>
      )}
    </Panel>
  )
}
