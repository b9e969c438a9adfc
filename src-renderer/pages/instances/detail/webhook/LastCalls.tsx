import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { WebhookCall } from '../../../../../src-shared/contract/webhooks.ts'
import { CallTable } from '../../../../components/calls/CallTable.tsx'
import { LOOK_EVERY_MS } from '../../../../components/calls/look-every.ts'
import { LoadedList } from '../../../../components/LoadedList.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { wholeNumber } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './webhook.module.css'

const BAD = new Set<WebhookCall['outcome']>(['refused', 'failed'])

/** What came to the address, newest first, as it comes. */
export function LastCalls({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('accounts')
  const calls = useQuery(api.webhooks.calls.queryOptions({ input: { instanceName }, refetchInterval: LOOK_EVERY_MS, staleTime: 0 }))
  return (
    <Panel title={t('webhooks.callsTitle')} text={t('webhooks.callsText')}>
      <LoadedList query={calls} height={120} none={t('webhooks.noCalls')}>
        {(items) => (
          <CallTable
            label={t('webhooks.callsTitle')}
            calls={items}
            columns={[
              { title: t('webhooks.event'), cell: (call) => <Event call={call} />, isCode: true },
              { title: t('webhooks.outcome'), cell: (call) => <Outcome call={call} /> },
            ]}
          />
        )}
      </LoadedList>
    </Panel>
  )
}

function Event({ call: { isTest, event, count } }: { call: WebhookCall }) {
  const { t } = useTranslation('accounts')
  const locale = useLocale()
  return (
    <>
      {isTest ? t('webhooks.testCall') : (event ?? t('webhooks.unknownEvent'))}
      {count > 1 && <span className={`num ${classes.count}`}>{t('webhooks.repeated', { times: wholeNumber(count, locale) })}</span>}
    </>
  )
}

function Outcome({ call: { outcome, traceId, reason } }: { call: WebhookCall }) {
  const { t } = useTranslation('accounts')
  return (
    <>
      <span className={classes.outcome} data-bad={BAD.has(outcome) || undefined}>
        {t(`webhooks.outcome_${outcome}`)}
      </span>
      {traceId !== null && (
        <>
          {' · '}
          <Link href={`/traces/${traceId}`} className={classes.link}>
            {t('webhooks.openTrace')}
          </Link>
        </>
      )}
      {reason !== null && <p className={classes.reason}>{hubText(reason)}</p>}
    </>
  )
}
