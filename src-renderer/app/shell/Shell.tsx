import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { Rail } from './Rail.tsx'
import classes from './shell.module.css'

const CONTENT_ID = 'content'

/** Moves the focus without an anchor, because the hash of the address is the route. */
function skipToContent(): void {
  document.getElementById(CONTENT_ID)?.focus()
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell')
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={skipToContent}>
        {t('skipToContent')}
      </button>
      <Rail />
      <div className={classes.column}>
        <ConnectionBanner />
        <main id={CONTENT_ID} tabIndex={-1} className={classes.content}>
          {children}
        </main>
      </div>
    </div>
  )
}
