import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../storage.module.css'

export function HowToRestore() {
  const { t } = useTranslation('settings')
  return (
    <details className={classes.restore}>
      <summary>{t('storage.restore')}</summary>
      <ol>
        <li>{t('storage.restore1')}</li>
        <li>{t('storage.restore2')}</li>
        <li>{t('storage.restore3')}</li>
        <li>{t('storage.restore4')}</li>
      </ol>
      <p>{t('storage.restoreSecrets')}</p>
    </details>
  )
}
