import { Button } from '@mantine/core'
import { OmniMark } from '../components/OmniMark.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './session-lost.module.css'

/** The hub does not know this browser. The way back in is a link that the app prints. */
export function SessionLost() {
  const { t } = useTranslation(['shell', 'errors'])
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <OmniMark size={40} />
        <h1 className={classes.title}>{t('sessionLostTitle')}</h1>
        <p className={classes.text}>{t('sessionLostText')}</p>
        <ol className={classes.steps}>
          <li>{t('sessionLostStep1')}</li>
          <li>{t('sessionLostStep2')}</li>
          <li>{t('sessionLostStep3')}</li>
        </ol>
        <Button onClick={() => window.location.reload()}>{t('errors:reload')}</Button>
      </div>
    </main>
  )
}
