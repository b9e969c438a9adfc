import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { AccountName } from '../../components/AccountName.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { moneyText } from '../../format/money.ts'
import { durationText, wholeNumber } from '../../format/number.ts'
import { phoneText } from '../../format/phone.ts'
import { api } from '../../hub/client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { traceOutcome } from './outcome.ts'
import { TraceState } from './TraceState.tsx'
import classes from './trace.module.css'

/** Of traces from before agents had names. */
const KIND_NAMES: Record<string, string> = { house: 'House agent', automagik: 'Automagik agent' }

export function TraceFacts({ trace }: { trace: Trace }) {
  const { t } = useTranslation(['traces', 'agents'])
  const locale = useLocale()
  const currency = useQuery(api.spend.prices.get.queryOptions()).data?.currency ?? 'USD'
  const agent = hubText(trace.agentName ?? KIND_NAMES[trace.agentKind ?? ''] ?? trace.agentKind ?? '')
  const from = [trace.contactName, trace.contactPhone === null ? null : phoneText(trace.contactPhone)].filter(Boolean).join(' · ')
  return (
    <>
      <blockquote className={classes.said}>
        <p>{trace.messagePreview}</p>
        {trace.messageCount > 1 && <footer>{t('messages', { count: trace.messageCount })}</footer>}
      </blockquote>
      <dl className={classes.facts}>
        <div>
          <dt>{t('columnOutcome')}</dt>
          <dd>
            <TraceState of={trace} />
          </dd>
        </div>
        <div>
          <dt>{t('from')}</dt>
          <dd className="num">{from || t('unknownContact')}</dd>
        </div>
        <div>
          <dt>{t('instance')}</dt>
          <dd>
            <Link href={`/instances/${trace.instanceName}`}>
              <AccountName of={trace.instanceName} />
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('received')}</dt>
          <dd>
            <TimeText iso={trace.receivedAt} />
          </dd>
        </div>
        {trace.totalDurationMs !== null && (
          <div>
            <dt>{t('total')}</dt>
            <dd className="num">{durationText(trace.totalDurationMs, locale)}</dd>
          </div>
        )}
        {trace.agentKind !== null && (
          <div>
            <dt>{t(traceOutcome(trace) === 'handedOver' ? 'handedOverBy' : 'answeredBy')}</dt>
            <dd className="num">
              {trace.agentKind === 'answer_cache' ? t('agents:answerCache.remembered', { agent }) : agent}
              {trace.agentDurationMs !== null && trace.agentKind !== 'answer_cache' && ` · ${durationText(trace.agentDurationMs, locale)}`}
            </dd>
          </div>
        )}
        {(trace.inputTokens !== null || trace.outputTokens !== null) && (
          <div>
            <dt>{t('agents:spend.used')}</dt>
            <dd className="num">
              {t('agents:spend.tokens', {
                input: wholeNumber(trace.inputTokens ?? 0, locale),
                output: wholeNumber(trace.outputTokens ?? 0, locale),
              })}
              {trace.costMicros !== null && ` · ${moneyText(trace.costMicros, currency, locale)}`}
            </dd>
          </div>
        )}
      </dl>
    </>
  )
}
