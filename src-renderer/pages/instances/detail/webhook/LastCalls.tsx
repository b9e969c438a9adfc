import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { WebhookCall } from '../../../../../src-shared/contract/webhooks.ts'
import { LoadedList } from '../../../../components/LoadedList.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { TimeText } from '../../../../components/TimeText.tsx'
import { durationText, sizeText, wholeNumber } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './webhook.module.css'

/** They are in the hub's memory, and asked for only while somebody looks. */
const LOOK_EVERY_MS = 1500

const BAD = new Set<WebhookCall['outcome']>(['refused', 'failed'])

/** What came to the address, newest first, as it comes. */
export function LastCalls({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('accounts')
  const calls = useQuery(api.webhooks.calls.queryOptions({ input: { instanceName }, refetchInterval: LOOK_EVERY_MS, staleTime: 0 }))
  return (
    <Panel title={t('webhooks.callsTitle')} text={t('webhooks.callsText')}>
      <LoadedList query={calls} height={120} none={t('webhooks.noCalls')}>
        {(items) => (
          <div className={classes.scroll}>
            <table className={classes.calls} aria-label={t('webhooks.callsTitle')}>
              <thead>
                <tr>
                  <th scope="col">{t('webhooks.time')}</th>
                  <th scope="col">{t('webhooks.event')}</th>
                  <th scope="col">{t('webhooks.outcome')}</th>
                  <th scope="col" data-number>
                    {t('webhooks.status')}
                  </th>
                  <th scope="col" data-number>
                    {t('webhooks.size')}
                  </th>
                  <th scope="col" data-number>
                    {t('webhooks.duration')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((call) => (
                  <Call key={call.id} call={call} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </LoadedList>
    </Panel>
  )
}

function Call({ call }: { call: WebhookCall }) {
  const { t } = useTranslation('accounts')
  const locale = useLocale()
  return (
    <tr>
      <td>
        <TimeText iso={call.at} />
      </td>
      <td className={classes.event}>
        {call.isTest ? t('webhooks.testCall') : (call.event ?? t('webhooks.unknownEvent'))}
        {call.count > 1 && (
          <span className={`num ${classes.count}`}>{t('webhooks.repeated', { times: wholeNumber(call.count, locale) })}</span>
        )}
      </td>
      <td>
        <span className={classes.outcome} data-bad={BAD.has(call.outcome) || undefined}>
          {t(`webhooks.outcome_${call.outcome}`)}
        </span>
        {call.traceId !== null && (
          <>
            {' · '}
            <Link href={`/traces/${call.traceId}`} className={classes.link}>
              {t('webhooks.openTrace')}
            </Link>
          </>
        )}
        {call.reason !== null && <p className={classes.reason}>{hubText(call.reason)}</p>}
      </td>
      <td className="num" data-number>
        {call.statusCode}
      </td>
      <td className="num" data-number>
        {call.sizeBytes === null ? '–' : sizeText(call.sizeBytes, locale)}
      </td>
      <td className="num" data-number>
        {durationText(call.durationMs, locale)}
      </td>
    </tr>
  )
}
