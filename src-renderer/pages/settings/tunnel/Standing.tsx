import { Alert, Button, Progress } from '@mantine/core'
import { IconAlertCircle, IconInfoCircle, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { TunnelSetup, TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import { AddressQr } from '../../../components/AddressQr.tsx'
import { CopyField } from '../../../components/CopyField.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { TunnelState } from '../../../components/tunnel/TunnelState.tsx'
import { tunnelMood } from '../../../components/tunnel/tunnel-mood.ts'
import { recordTunnel } from '../../../components/tunnel/use-tunnel.ts'
import { wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { TrustKey } from './TrustKey.tsx'
import classes from './tunnel.module.css'

/** From here on the owner is told of a plan. */
const NEARLY_USED = 0.8

interface StandingProps {
  setup: TunnelSetup
  status: TunnelStatus
}

/** How it is with the tunnel now: its state, its address, what is wrong and what to do about it. */
export function Standing({ setup, status }: StandingProps) {
  const { t } = useTranslation('tunnel')
  const { state, publicUrl, message, proof } = status
  const prove = useMutation(api.tunnel.prove.mutationOptions({ onSuccess: recordTunnel, onError: notifyProblem }))
  return (
    <div className={classes.standing}>
      <div className={classes.line}>
        <TunnelState status={status} />
        {publicUrl !== null && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={prove.isPending}
            onClick={() => prove.mutate(undefined)}
          >
            {t('checkNow')}
          </Button>
        )}
      </div>
      {publicUrl !== null && (
        <div className={classes.address}>
          <div className={classes.addressLines}>
            <CopyField label={t('address')} value={publicUrl} />
            {proof !== null && (
              <p className={classes.note}>
                {t('checked')} <TimeText iso={proof.at} />
              </p>
            )}
          </div>
          <AddressQr address={publicUrl} label={t('addressQr')} />
        </div>
      )}
      {message !== null && (
        <Alert
          color={state === 'failed' ? 'red' : 'yellow'}
          icon={state === 'failed' ? <IconAlertCircle size={18} /> : <IconInfoCircle size={18} />}
          role={state === 'failed' ? 'alert' : 'status'}
        >
          {/* That it could not be checked is said above. */}
          {tunnelMood(status).words === 'unchecked' ? t('uncheckedHelp') : hubText(message)}
          {state === 'retrying' && <p className={classes.more}>{t('retryingHelp')}</p>}
          {state === 'failed' && <TrustKey setup={setup} />}
        </Alert>
      )}
      {status.quota !== null && <Quota quota={status.quota} />}
    </div>
  )
}

function Quota({ quota: { used, limit, what } }: { quota: NonNullable<TunnelStatus['quota']> }) {
  const { t } = useTranslation('tunnel')
  const locale = useLocale()
  const label = t('quota', { used: wholeNumber(used, locale), limit: wholeNumber(limit, locale), what: hubText(what) })
  return (
    <div>
      <p className={classes.note}>{label}</p>
      <Progress
        mt={4}
        size="sm"
        aria-label={label}
        value={Math.min(100, (used / limit) * 100)}
        color={used >= limit * NEARLY_USED ? 'yellow' : 'emerald'}
      />
    </div>
  )
}
