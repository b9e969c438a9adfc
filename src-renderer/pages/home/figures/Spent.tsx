import { useQuery } from '@tanstack/react-query'
import { moneyText } from '../../../format/money.ts'
import { wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './figures.module.css'

/** What agents cost today and this month; nothing while none reported any use. */
export function Spent({ instanceName }: { instanceName: string | null }) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const now = useQuery({ ...api.spend.now.queryOptions(), refetchInterval: 60_000 })
  const counted = now.data?.instances.filter((one) => instanceName === null || one.instanceName === instanceName) ?? []
  const sum = (of: 'today' | 'month', key: 'costMicros' | 'inputTokens' | 'outputTokens' | 'audioSeconds') =>
    counted.reduce((all, one) => all + one[of][key], 0)
  const tokens = (of: 'today' | 'month') => sum(of, 'inputTokens') + sum(of, 'outputTokens')
  if (!now.data || tokens('month') + sum('month', 'audioSeconds') === 0) return null
  const { currency } = now.data
  const words = (of: 'today' | 'month') => ({
    money: moneyText(sum(of, 'costMicros'), currency, locale),
    tokens: wholeNumber(tokens(of), locale),
  })
  return (
    <p className={`num ${classes.note}`}>
      {sum('month', 'costMicros') === 0
        ? t('spend.homeTokens', words('today'))
        : `${t('spend.homeToday', words('today'))} · ${t('spend.homeMonth', words('month'))}`}
    </p>
  )
}
