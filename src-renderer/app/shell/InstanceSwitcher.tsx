import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSelector, IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ChannelMark } from '../../components/ChannelMark.tsx'
import { StateDot } from '../../components/StateDot.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { showInstance, useUi } from '../../stores/ui.ts'
import classes from './rail.module.css'

/** Narrows the lists to one instance. */
export function InstanceSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation('shell')
  const filter = useUi((state) => state.instanceFilter)
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const chosen = instances?.find((instance) => instance.name === filter)

  // An instance that was deleted must not leave the lists empty without a visible reason.
  useEffect(() => {
    if (filter !== null && instances && !chosen) showInstance(null)
  }, [filter, instances, chosen])

  const label = chosen?.displayName ?? t('allInstances')
  return (
    <Menu position="bottom-start" width={256}>
      <Menu.Target>
        <Tooltip label={label} position="right" disabled={!isCollapsed}>
          <UnstyledButton className={classes.switcher} aria-label={`${t('showing')}: ${label}`}>
            {chosen ? <ChannelMark channel={chosen.channel} size={20} /> : <IconStack2 size={18} stroke={1.75} aria-hidden />}
            {!isCollapsed && (
              <>
                <span className={classes.switcherName}>{label}</span>
                <IconSelector size={16} aria-hidden className={classes.faint} />
              </>
            )}
          </UnstyledButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('showOnly')}</Menu.Label>
        <Menu.Item
          leftSection={<IconStack2 size={18} stroke={1.75} />}
          rightSection={filter === null ? <IconCheck size={16} /> : null}
          onClick={() => showInstance(null)}
        >
          {t('allInstances')}
        </Menu.Item>
        {instances?.map((instance) => (
          <Menu.Item
            key={instance.name}
            leftSection={<ChannelMark channel={instance.channel} size={20} />}
            rightSection={filter === instance.name ? <IconCheck size={16} /> : <StateDot state={instance.connection.state} />}
            onClick={() => showInstance(instance.name)}
          >
            <bdi>{instance.displayName}</bdi>
          </Menu.Item>
        ))}
        {instances?.length === 0 && <Menu.Item disabled>{t('noInstances')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
