import { Switch } from '@mantine/core'
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { useTranslation } from '../../i18n/use-translation.ts'

interface TunnelSwitchProps {
  status: TunnelStatus
  /** What it is being turned to; null while it is not. */
  turningTo: boolean | null
  onTurn: (isOn: boolean) => void
}

/** The one switch, the same wherever it is shown. */
export function TunnelSwitch({ status, turningTo, onTurn }: TunnelSwitchProps) {
  const { t } = useTranslation('tunnel')
  return (
    <Switch
      color="emerald"
      aria-label={t('title')}
      checked={turningTo ?? status.isOn}
      disabled={turningTo !== null}
      onChange={(event) => onTurn(event.currentTarget.checked)}
    />
  )
}
