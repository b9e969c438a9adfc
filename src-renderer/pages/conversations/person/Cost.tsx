import { useQuery } from '@tanstack/react-query'
import { moneyText } from '../../../format/money.ts'
import { playTime, wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './person.module.css'

/** What answering this person has cost; nothing where no agent reported any use. */
export function Cost({ contactId }: { contactId: string }) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const cost = useQuery(api.spend.ofContact.queryOptions({ input: { contactId } }))
  if (!cost.data) return null
  const { currency, spend } = cost.data
  if (spend.inputTokens + spend.outputTokens + spend.audioSeconds === 0) return null
  const tokens = t('spend.tokens', { input: wholeNumber(spend.inputTokens, locale), output: wholeNumber(spend.outputTokens, locale) })
  const heard = spend.audioSeconds === 0 ? '' : `, ${t('spend.heard', { time: playTime(spend.audioSeconds) })}`
  return (
    <div className={classes.line}>
      <dt>{t('spend.cost')}</dt>
      <dd className="num" title={`${tokens}${heard}`}>
        {moneyText(spend.costMicros, currency, locale)}
      </dd>
    </div>
  )
}
