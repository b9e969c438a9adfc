import { type ReactNode, useRef } from 'react'
import { UnsavedDialog } from '../../components/unsaved/UnsavedDialog.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import { PageAnnouncer } from '../navigation/PageAnnouncer.tsx'
import { useFocusPage } from '../navigation/use-focus-page.ts'
import { Palette } from '../palette/Palette.tsx'
import { HelpSheet } from '../shortcuts/HelpSheet.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { Rail } from './Rail.tsx'
import classes from './shell.module.css'
import { useShellShortcuts } from './use-shell-shortcuts.ts'

const CONTENT_ID = 'content'

/** Moves the focus without an anchor, because the hash of the address is the route. */
function skipToContent(): void {
  document.getElementById(CONTENT_ID)?.focus()
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell')
  const content = useRef<HTMLElement>(null)
  const { isHelpOpen, closeHelp } = useShellShortcuts()
  useFocusPage(content)
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={skipToContent}>
        {t('skipToContent')}
      </button>
      <Rail />
      <div className={classes.column}>
        <ConnectionBanner />
        <main ref={content} id={CONTENT_ID} tabIndex={-1} className={classes.content}>
          {children}
        </main>
      </div>
      <PageAnnouncer />
      <Palette />
      <HelpSheet isOpen={isHelpOpen} onClose={closeHelp} />
      <UnsavedDialog />
    </div>
  )
}
