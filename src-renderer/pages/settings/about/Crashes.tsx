import { useQuery } from '@tanstack/react-query'
import { CopyField } from '../../../components/CopyField.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { sizeText } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from '../settings.module.css'

/** The reports of crashes that lie on this computer. */
export function Crashes() {
  const { t } = useTranslation('desktop')
  const locale = useLocale()
  const { data } = useQuery(api.desktop.get.queryOptions({ staleTime: 0 }))
  if (!data) return null
  const { crashes, crashFolder } = data
  return (
    <Panel title={t('settings.crashes')} text={crashes.length === 0 ? t('settings.noCrashes') : t('settings.crashesText')}>
      {crashes.length > 0 && (
        <div className={classes.form}>
          <ul className={classes.keys}>
            {crashes.map(({ name, at, sizeBytes }) => (
              <li key={name} className={classes.key}>
                <TimeText iso={at} />
                <span className={`num ${classes.keyEnd}`}>{sizeText(sizeBytes, locale)}</span>
              </li>
            ))}
          </ul>
          <CopyField label={t('settings.crashFolder')} value={crashFolder} />
        </div>
      )}
    </Panel>
  )
}
