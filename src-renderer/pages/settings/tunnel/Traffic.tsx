import { useQuery } from '@tanstack/react-query'
import type { TunnelCall, TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import { LoadedList } from '../../../components/LoadedList.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { durationText, sizeText, wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './tunnel.module.css'

/** They are in the hub's memory, and asked for only while somebody looks. */
const LOOK_EVERY_MS = 1500

/** What came through the public address today, the last thing that went wrong, and the newest calls as they come. */
export function Traffic({ status }: { status: TunnelStatus }) {
  const { t } = useTranslation('tunnel')
  const locale = useLocale()
  const calls = useQuery(api.tunnel.calls.queryOptions({ refetchInterval: LOOK_EVERY_MS, staleTime: 0 }))
  const { callsToday, refusedToday, lastCallAt, lastError } = status
  return (
    <Panel title={t('traffic')} text={t('trafficText')}>
      <dl className={classes.facts}>
        <dt>{t('callsToday')}</dt>
        <dd className="num">{wholeNumber(callsToday, locale)}</dd>
        <dt>{t('refusedToday')}</dt>
        <dd className="num">{wholeNumber(refusedToday, locale)}</dd>
        <dt>{t('lastCall')}</dt>
        <dd>{lastCallAt === null ? t('never') : <TimeText iso={lastCallAt} />}</dd>
        {lastError !== null && (
          <>
            <dt>{t('lastError')}</dt>
            <dd>
              {hubText(lastError.message)} <TimeText iso={lastError.at} className={classes.note} />
            </dd>
          </>
        )}
      </dl>
      <LoadedList query={calls} height={60} none={t('noCalls')}>
        {(items) => <Calls items={items} />}
      </LoadedList>
    </Panel>
  )
}

function Calls({ items }: { items: TunnelCall[] }) {
  const { t } = useTranslation('tunnel')
  const locale = useLocale()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
    <section className={classes.scroll} aria-label={t('calls')} tabIndex={0}>
      <table className={classes.calls} aria-label={t('calls')}>
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col">{t('call')}</th>
            <th scope="col" data-number>
              {t('answer')}
            </th>
            <th scope="col" data-number>
              {t('size')}
            </th>
            <th scope="col" data-number>
              {t('duration')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, at, method, path, statusCode, sizeBytes, durationMs }) => (
            <tr key={id}>
              <td>
                <TimeText iso={at} />
              </td>
              <td className={classes.path}>
                {method} {path}
              </td>
              <td className="num" data-number data-bad={statusCode >= 400 || undefined}>
                {statusCode}
              </td>
              <td className="num" data-number>
                {sizeBytes === null ? '–' : sizeText(sizeBytes, locale)}
              </td>
              <td className="num" data-number>
                {durationText(durationMs, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
