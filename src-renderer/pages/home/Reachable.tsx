import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { notifyWayOut } from '../../components/notify.ts'
import { Panel } from '../../components/Panel.tsx'
import { TunnelState } from '../../components/tunnel/TunnelState.tsx'
import { TunnelSwitch } from '../../components/tunnel/TunnelSwitch.tsx'
import { useTurnTunnel } from '../../components/tunnel/use-tunnel.ts'
import { api } from '../../hub/client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './home.module.css'

const SETTINGS = '/settings/tunnel'

/** What needs a person is said above, where such things are. */
const HEALS = new Set<TunnelStatus['state']>(['proving', 'retrying'])

/** The switch of the tunnel, and what becomes of it; how it is set up is in the settings. */
export function Reachable() {
  const { t } = useTranslation('tunnel')
  const [, navigate] = useLocation()
  const { data: status } = useQuery(api.tunnel.status.queryOptions())
  const turn = useTurnTunnel((error) => notifyWayOut(error, { label: t('setUp'), onFollow: () => navigate(SETTINGS) }))
  return (
    <Panel
      title={t('title')}
      text={t('text')}
      action={
        status && (
          <TunnelSwitch status={status} turningTo={turn.isPending ? turn.variables.isOn : null} onTurn={(isOn) => turn.mutate({ isOn })} />
        )
      }
    >
      {!status && <Skeleton height={22} />}
      {status && (
        <div className={classes.reachable}>
          <div className={classes.reachableLines}>
            <TunnelState status={status} />
            {status.message !== null && HEALS.has(status.state) && <p className={classes.wellText}>{hubText(status.message)}</p>}
          </div>
          <Button component={Link} href={SETTINGS} variant="subtle" color="gray" size="compact-sm">
            {t('setUp')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
