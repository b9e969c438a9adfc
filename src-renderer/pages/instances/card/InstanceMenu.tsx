import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconLogout,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
  IconStar,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { DeleteInstance } from '../DeleteInstance.tsx'
import { LogOutAdopted } from '../LogOutAdopted.tsx'
import { useInstanceActions, useUpdateInstance } from '../queries.ts'
import classes from './card.module.css'

export function InstanceMenu({ instance }: { instance: Instance }) {
  const { t } = useTranslation('accounts')
  const [, navigate] = useLocation()
  const [isDeleting, setDeleting] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const actions = useInstanceActions()
  const { name, displayName, connection, channel } = instance
  const input = { name }
  const update = useUpdateInstance(t(instance.isActive ? 'cards.paused' : 'cards.resumed', { name: displayName }))
  const isSimulator = channel === 'simulator'
  const isConnected = connection.state === 'connected'
  const isIdle = connection.state === 'disconnected' || connection.state === 'error'
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon className={classes.menu} aria-label={t('menuFor', { name: displayName })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isSimulator && !isConnected && (
            <Menu.Item
              leftSection={<IconPlugConnected size={16} />}
              onClick={() => {
                if (isIdle) actions.connect.mutate(input)
                navigate(`/instances/${name}/connection`)
              }}
            >
              {t('connect')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => actions.restart.mutate(input)}>
            {t('restart')}
          </Menu.Item>
          {!isIdle && !isSimulator && (
            <Menu.Item leftSection={<IconPlugConnectedX size={16} />} onClick={() => actions.disconnect.mutate(input)}>
              {t('disconnect')}
            </Menu.Item>
          )}
          {connection.account !== null && !isSimulator && (
            <Menu.Item
              leftSection={<IconLogout size={16} />}
              onClick={() => (instance.isAdopted ? setLeaving(true) : actions.logout.mutate(input))}
            >
              {t('logout')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={instance.isActive ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
            disabled={update.isPending}
            onClick={() => update.mutate({ name, isActive: !instance.isActive })}
          >
            {t(instance.isActive ? 'cards.pause' : 'cards.resume')}
          </Menu.Item>
          {!instance.isDefault && (
            <Menu.Item leftSection={<IconStar size={16} />} onClick={() => actions.makeDefault.mutate(input)}>
              {t('makeDefault')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item color="var(--bad-text)" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>
            {t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteInstance instance={instance} isOpen={isDeleting} onClose={() => setDeleting(false)} />
      <LogOutAdopted
        name={displayName}
        isOpen={isLeaving}
        onConfirm={() => actions.logout.mutate(input)}
        onClose={() => setLeaving(false)}
      />
    </>
  )
}
