import { NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { amountOf, microsOf, moneyText } from '../../../../format/money.ts'
import { wholeNumber } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'

const LIMITS = ['dailyMicros', 'monthlyMicros'] as const

interface SpendingLimitProps {
  instanceName: string
  value: Behaviour['spendingLimit']
  onChange: (part: Partial<Behaviour>) => void
}

/** What its agent has cost, and how much it may. */
export function SpendingLimit({ instanceName, value, onChange }: SpendingLimitProps) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const now = useQuery(api.spend.now.queryOptions())
  const currency = now.data?.currency ?? 'USD'
  const spent = now.data?.instances.find((one) => one.instanceName === instanceName)
  const spentOf = { dailyMicros: spent?.today, monthlyMicros: spent?.month }
  return (
    <Panel title={t('spend.limitTitle')} text={t('spend.limitText')}>
      <div className={classes.pair}>
        {LIMITS.map((key) => {
          const use = spentOf[key]
          return (
            <NumberInput
              key={key}
              label={t(`spend.limit_${key}`, { currency })}
              description={
                use &&
                t('spend.spentSoFar', {
                  money: moneyText(use.costMicros, currency, locale),
                  tokens: wholeNumber(use.inputTokens + use.outputTokens, locale),
                })
              }
              placeholder={t('spend.noLimit')}
              min={0}
              decimalScale={4}
              value={value[key] === null ? '' : amountOf(value[key])}
              onChange={(amount) => onChange({ spendingLimit: { ...value, [key]: typeof amount === 'number' ? microsOf(amount) : null } })}
            />
          )
        })}
      </div>
      {spent?.reached && (
        <p className={classes.reached} role="status">
          {t(`spend.reached_${spent.reached}`)}
        </p>
      )}
      <p className={classes.hint}>
        {t('spend.pricesHint')} <Link href="/agents">{t('spend.pricesTitle')}</Link>
      </p>
    </Panel>
  )
}
