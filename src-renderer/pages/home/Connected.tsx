import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ChannelMark } from '../../components/ChannelMark.tsx'
import { ConnectionState } from '../../components/ConnectionState.tsx'
import { Panel } from '../../components/Panel.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './home.module.css'

const SHOWN = 6

export function Connected() {
  const { t } = useTranslation('home')
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  return (
    <Panel
      title={t('connected')}
      action={
        <Button component={Link} href="/instances" variant="subtle" color="gray" size="compact-sm">
          {t('allInstances')}
        </Button>
      }
    >
      {!instances && <Skeleton height={44} />}
      <ul className={classes.list}>
        {instances?.slice(0, SHOWN).map((instance) => (
          <li key={instance.name}>
            <Link href={`/instances/${instance.name}`} className={classes.instance}>
              <ChannelMark channel={instance.channel} size={32} />
              <span className={classes.instanceLines}>
                <span className={classes.instanceName}>{instance.displayName}</span>
                <span className={classes.instanceState}>
                  <ConnectionState instance={instance} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
