import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { toggleRail } from '../../stores/ui.ts'
import { SECTIONS } from '../navigation/sections.ts'
import { openPalette } from '../palette/store.ts'
import { register } from '../shortcuts/registry.ts'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { useShortcutKeys } from '../shortcuts/use-shortcut-keys.ts'

/** The keys that work on every page. */
export function useShellShortcuts(): { isHelpOpen: boolean; closeHelp: () => void } {
  const { t } = useTranslation('shell')
  const [, navigate] = useLocation()
  const [isHelpOpen, setHelpOpen] = useState(false)
  useShortcutKeys()
  useEffect(() => {
    const ends = SECTIONS.map(({ href, name, key }) =>
      register({ keys: `g ${key}`, label: t(`${name}`), scope: 'navigation', run: () => navigate(href) }),
    )
    return () => {
      for (const end of ends) end()
    }
  }, [t, navigate])
  useShortcut({ keys: 'mod+k', label: t('shortcuts.openPalette'), scope: 'general', worksInFields: true, run: openPalette })
  useShortcut({ keys: '?', label: t('shortcuts.showHelp'), scope: 'general', run: () => setHelpOpen(true) })
  useShortcut({ keys: '[', label: t('shortcuts.toggleRail'), scope: 'general', run: toggleRail })
  return { isHelpOpen, closeHelp: () => setHelpOpen(false) }
}
