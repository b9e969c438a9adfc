import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CopyField } from '../../../components/CopyField.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { api, isDesktop } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from '../settings.module.css'
import { Crashes } from './Crashes.tsx'
import { Diagnostics } from './Diagnostics.tsx'
import { LicenceList } from './LicenceList.tsx'

export function About() {
  const { t } = useTranslation('settings')
  const info = useQuery(api.system.info.queryOptions())
  return (
    <>
      <Panel title={t('about')}>
        {info.isPending && <Skeleton height={160} />}
        {info.isError && !info.data && <ErrorState error={info.error} onRetry={() => void info.refetch()} />}
        {info.data && (
          <div className={classes.form}>
            <dl className={classes.facts}>
              <dt>{t('version')}</dt>
              <dd className="num">{info.data.version}</dd>
              <dt>{t('host')}</dt>
              <dd>{t(`host_${info.data.host}`)}</dd>
              <dt>{t('startedAt')}</dt>
              <dd>
                <TimeText iso={info.data.startedAt} />
              </dd>
              <dt>{t('licence')}</dt>
              <dd>{t('licenceValue')}</dd>
            </dl>
            <CopyField label={t('dataDirectory')} value={info.data.dataDirectory} />
            <CopyField label={t('apiUrl')} value={info.data.apiUrl} />
          </div>
        )}
      </Panel>
      {isDesktop && <Crashes />}
      <Diagnostics />
      <LicenceList />
    </>
  )
}
