import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMessages,
  IconPlugConnected,
  IconSettings,
  IconTimeline,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { OmniMark } from '../../components/OmniMark.tsx'
import { useCounters } from '../../stores/live/use-counters.ts'
import { toggleRail, useUi } from '../../stores/ui.ts'
import { ConnectionPill } from './ConnectionPill.tsx'
import { InstanceSwitcher } from './InstanceSwitcher.tsx'
import { RailLink } from './RailLink.tsx'
import classes from './rail.module.css'

export function Rail() {
  const { t } = useTranslation('shell')
  const isCollapsed = useUi((state) => state.isRailCollapsed)
  const waiting = useCounters()?.waiting ?? 0
  const toggleLabel = t(isCollapsed ? 'expand' : 'collapse')
  return (
    <aside className={classes.rail} data-collapsed={isCollapsed || undefined}>
      <div className={classes.top}>
        <span className={classes.brand}>
          <OmniMark size={24} />
          {!isCollapsed && <span className={classes.brandName}>Omni</span>}
        </span>
        <Tooltip label={toggleLabel} position="right">
          <ActionIcon aria-label={toggleLabel} onClick={toggleRail} size={32}>
            {isCollapsed ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <InstanceSwitcher isCollapsed={isCollapsed} />
      <nav aria-label={t('mainNavigation')} className={classes.nav}>
        <RailLink href="/" icon={IconHome} label={t('home')} isCollapsed={isCollapsed} />
        <RailLink
          href="/conversations"
          icon={IconMessages}
          label={t('conversations')}
          isCollapsed={isCollapsed}
          badge={waiting}
          badgeText={t('waiting', { count: waiting })}
        />
        <RailLink href="/instances" icon={IconPlugConnected} label={t('instances')} isCollapsed={isCollapsed} />
        <RailLink href="/traces" icon={IconTimeline} label={t('traces')} isCollapsed={isCollapsed} />
        <RailLink href="/settings" icon={IconSettings} label={t('settings')} isCollapsed={isCollapsed} />
      </nav>
      <ConnectionPill isCollapsed={isCollapsed} />
    </aside>
  )
}
