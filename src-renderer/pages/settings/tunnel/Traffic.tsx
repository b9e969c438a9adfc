import { useQuery } from '@tanstack/react-query'
import type { TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import { CallTable } from '../../../components/calls/CallTable.tsx'
import { LOOK_EVERY_MS } from '../../../components/calls/look-every.ts'
import { LoadedList } from '../../../components/LoadedList.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './tunnel.module.css'

/** What came through the public address today, the last thing that went wrong, and the newest calls as they come. */
export function Traffic({ status }: { status: TunnelStatus }) {
  const { t } = useTranslation('tunnel')
  const locale = useLocale()
  const calls = useQuery(api.tunnel.calls.queryOptions({ refetchInterval: LOOK_EVERY_MS, staleTime: 0 }))
  const { callsToday, refusedToday, lastCallAt, lastError, message } = status
  return (
    <Panel title={t('traffic')} text={t('trafficText')}>
      <dl className={classes.facts}>
        <dt>{t('callsToday')}</dt>
        <dd className="num">{wholeNumber(callsToday, locale)}</dd>
        <dt>{t('refusedToday')}</dt>
        <dd className="num">{wholeNumber(refusedToday, locale)}</dd>
        <dt>{t('lastCall')}</dt>
        <dd>{lastCallAt === null ? t('never') : <TimeText iso={lastCallAt} />}</dd>
        {/* While it lasts it is said above. */}
        {lastError !== null && lastError.message !== message && (
          <>
            <dt>{t('lastError')}</dt>
            <dd>
              {hubText(lastError.message)} <TimeText iso={lastError.at} className={classes.note} />
            </dd>
          </>
        )}
      </dl>
      <LoadedList query={calls} height={60} none={t('noCalls')}>
        {(items) => (
          <CallTable
            label={t('calls')}
            calls={items}
            columns={[{ title: t('call'), cell: ({ method, path }) => `${method} ${path}`, isCode: true }]}
          />
        )}
      </LoadedList>
    </Panel>
  )
}
