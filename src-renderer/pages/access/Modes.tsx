import { IconChevronRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import { ChannelMark } from '../../components/ChannelMark.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './modes.module.css'

/** Whom each account answers, and in which groups, in words, with the way to change it. */
export function Modes({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation('access')
  return (
    <Panel title={t('modesTitle')} text={t('modesText')}>
      <ul className={classes.list}>
        {instances.map(({ name, displayName, channel, behaviour }) => (
          <li key={name}>
            <Link href={`/instances/${name}/access`} className={classes.row}>
              <ChannelMark channel={channel} size={28} />
              <span className={classes.name}>{displayName}</span>
              <span className={classes.mode}>{t(`mode_${behaviour.accessMode}`)}</span>
              <span className={classes.mode}>{t(`groups_${behaviour.groupMode}`, { count: behaviour.answeredGroups.length })}</span>
              <IconChevronRight size={16} aria-hidden className={classes.more} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
