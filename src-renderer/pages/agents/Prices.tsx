import { ActionIcon, Button, NumberInput, Select, Skeleton, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { PriceTable } from '../../../src-shared/contract/spend.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { Panel } from '../../components/Panel.tsx'
import { SaveBar } from '../../components/SaveBar.tsx'
import { useDraft } from '../../components/use-draft.ts'
import { amountOf, microsOf } from '../../format/money.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agents.module.css'

const CURRENCIES = ['USD', 'BRL', 'EUR', 'MXN', 'ARS', 'COP', 'CLP', 'PEN', 'GBP']
const MAX_PRICES = 200
const EMPTY: PriceTable = { currency: 'USD', prices: [] }

const NO_PRICE: PriceTable['prices'][number] = {
  model: '',
  inputMicrosPerMillion: 0,
  outputMicrosPerMillion: 0,
  audioMicrosPerMinute: null,
}

/** What models cost, so that answers can be counted in money. */
export function Prices() {
  const { t } = useTranslation(['agents', 'common'])
  const saved = useQuery(api.spend.prices.get.queryOptions())
  const draft = useDraft(saved.data ?? EMPTY)
  const save = useMutation(
    api.spend.prices.save.mutationOptions({
      onSuccess: (table) => {
        queryClient.setQueryData(api.spend.prices.get.queryKey(), table)
        void queryClient.invalidateQueries({ queryKey: api.spend.now.key() })
        draft.discard()
        notifyDone(t('common:saved'))
      },
      onError: notifyProblem,
    }),
  )
  const { currency, prices } = draft.value
  const change = (index: number, part: Partial<PriceTable['prices'][number]>) =>
    draft.change({ currency, prices: prices.map((price, at) => (at === index ? { ...price, ...part } : price)) })

  if (!saved.data) return <Skeleton height={120} radius={12} />
  return (
    <>
      <Panel
        title={t('spend.pricesTitle')}
        text={t('spend.pricesText')}
        action={
          <Select
            aria-label={t('spend.currency')}
            w={96}
            allowDeselect={false}
            data={CURRENCIES.includes(currency) ? CURRENCIES : [currency, ...CURRENCIES]}
            value={currency}
            onChange={(next) => draft.change({ currency: next ?? currency, prices })}
          />
        }
      >
        {prices.length > 0 && (
          <ul className={classes.prices} aria-label={t('spend.pricesTitle')}>
            {prices.map((price, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are typed
              <li key={index} className={classes.price}>
                <TextInput
                  label={t('spend.model')}
                  maxLength={200}
                  spellCheck={false}
                  value={price.model}
                  onChange={(event) => change(index, { model: event.currentTarget.value })}
                />
                {(['inputMicrosPerMillion', 'outputMicrosPerMillion'] as const).map((key) => (
                  <NumberInput
                    key={key}
                    label={t(`spend.${key}`)}
                    min={0}
                    decimalScale={6}
                    value={amountOf(price[key])}
                    onChange={(amount) => {
                      if (typeof amount === 'number') change(index, { [key]: microsOf(amount) })
                    }}
                  />
                ))}
                <NumberInput
                  label={t('spend.audioMicrosPerMinute')}
                  placeholder={t('spend.byTokens')}
                  min={0}
                  decimalScale={6}
                  value={price.audioMicrosPerMinute === null ? '' : amountOf(price.audioMicrosPerMinute)}
                  onChange={(amount) => change(index, { audioMicrosPerMinute: typeof amount === 'number' ? microsOf(amount) : null })}
                />
                <ActionIcon
                  className={classes.removePrice}
                  aria-label={t('spend.removePrice', { model: price.model })}
                  onClick={() => draft.change({ currency, prices: prices.filter((_price, at) => at !== index) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={prices.length >= MAX_PRICES}
          onClick={() => draft.change({ currency, prices: [...prices, NO_PRICE] })}
        >
          {t('spend.addPrice')}
        </Button>
      </Panel>
      <SaveBar
        isDirty={draft.isDirty}
        isPending={save.isPending}
        onSave={() => save.mutate({ currency, prices: prices.filter(({ model }) => model.trim() !== '') })}
        onDiscard={draft.discard}
      />
    </>
  )
}
