import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { OmniMark } from '../../components/OmniMark.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useCounters } from '../../stores/live/use-counters.ts'
import { toggleRail, useRailCollapsed } from '../../stores/ui.ts'
import { SECTIONS } from '../navigation/sections.ts'
import { ConnectionPill } from './ConnectionPill.tsx'
import { InstanceSwitcher } from './InstanceSwitcher.tsx'
import { PaletteButton } from './PaletteButton.tsx'
import { RailLink } from './RailLink.tsx'
import classes from './rail.module.css'

export function Rail() {
  const { t } = useTranslation('shell')
  const isCollapsed = useRailCollapsed()
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
      <PaletteButton isCollapsed={isCollapsed} />
      <nav aria-label={t('mainNavigation')} className={classes.nav}>
        {SECTIONS.map(({ href, icon, name }) => (
          <RailLink
            key={href}
            href={href}
            icon={icon}
            label={t(name)}
            isCollapsed={isCollapsed}
            {...(name === 'conversations' ? { badge: waiting, badgeText: t('waiting', { count: waiting }) } : {})}
          />
        ))}
      </nav>
      <ConnectionPill isCollapsed={isCollapsed} />
    </aside>
  )
}
