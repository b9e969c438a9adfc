import {
  IconBell,
  IconBrowser,
  IconDatabase,
  IconDeviceDesktop,
  IconFileText,
  IconInfoCircle,
  IconKey,
  IconPalette,
  type IconProps,
  IconShieldLock,
  IconWorld,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { Link } from 'wouter'
import { PageHeader } from '../../components/PageHeader.tsx'
import { isDesktop } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ApiKeys } from './ApiKeys.tsx'
import { Appearance } from './Appearance.tsx'
import { About } from './about/About.tsx'
import { Computer } from './computer/Computer.tsx'
import { Logs } from './logs/Logs.tsx'
import { Notifications } from './notifications/Notifications.tsx'
import { Security } from './security/Security.tsx'
import { Sessions } from './sessions/Sessions.tsx'
import classes from './settings-page.module.css'
import { StorageSettings } from './storage/StorageSettings.tsx'
import { TunnelSettings } from './tunnel/TunnelSettings.tsx'

const SECTIONS = [
  { name: 'appearance', icon: IconPalette, page: Appearance },
  { name: 'notifications', icon: IconBell, page: Notifications },
  ...(isDesktop ? [{ name: 'computer', icon: IconDeviceDesktop, page: Computer } as const] : []),
  { name: 'tunnel', icon: IconWorld, page: TunnelSettings },
  { name: 'security', icon: IconShieldLock, page: Security },
  { name: 'api-keys', icon: IconKey, page: ApiKeys },
  { name: 'sessions', icon: IconBrowser, page: Sessions },
  { name: 'storage', icon: IconDatabase, page: StorageSettings },
  { name: 'logs', icon: IconFileText, page: Logs },
  { name: 'about', icon: IconInfoCircle, page: About },
] as const satisfies { name: string; icon: ComponentType<IconProps>; page: ComponentType }[]

export default function SettingsPage({ section }: { section: string }) {
  const { t } = useTranslation('settings')
  const current = SECTIONS.find(({ name }) => name === section) ?? SECTIONS[0]
  const Page = current.page
  const title = t(`sections.section_${current.name}`)
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        <nav className={classes.nav} aria-label={t('sections.sections')}>
          {SECTIONS.map(({ name, icon: SectionIcon }) => (
            <Link key={name} href={`/settings/${name}`} className={classes.link} aria-current={name === current.name ? 'page' : undefined}>
              <SectionIcon size={17} stroke={1.75} aria-hidden />
              {t(`sections.section_${name}`)}
            </Link>
          ))}
        </nav>
        <section className={classes.content} aria-label={title} data-fills={current.name === 'logs' || undefined}>
          <Page />
        </section>
      </div>
    </>
  )
}
