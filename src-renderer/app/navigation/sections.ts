import {
  type Icon,
  IconFlask,
  IconHome,
  IconMessages,
  IconPlugConnected,
  IconRobot,
  IconSettings,
  IconShieldCheck,
  IconTimeline,
} from '@tabler/icons-react'
import type { shell } from '../../i18n/en/shell.ts'

export interface Section {
  href: string
  icon: Icon
  /** The text of this key in `shell.ts` is its name. */
  name: keyof Pick<typeof shell, 'home' | 'conversations' | 'instances' | 'agents' | 'access' | 'traces' | 'playground' | 'settings'>
  /** `g` and this letter go there. */
  key: string
}

/** The pages of the rail, in its order. The palette and the shortcuts have them from here. */
export const SECTIONS: Section[] = [
  { href: '/', icon: IconHome, name: 'home', key: 'h' },
  { href: '/conversations', icon: IconMessages, name: 'conversations', key: 'c' },
  { href: '/instances', icon: IconPlugConnected, name: 'instances', key: 'i' },
  { href: '/agents', icon: IconRobot, name: 'agents', key: 'e' },
  { href: '/access', icon: IconShieldCheck, name: 'access', key: 'a' },
  { href: '/traces', icon: IconTimeline, name: 'traces', key: 't' },
  { href: '/playground', icon: IconFlask, name: 'playground', key: 'p' },
  { href: '/settings', icon: IconSettings, name: 'settings', key: 's' },
]
