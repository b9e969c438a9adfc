import { Button, Popover, Select, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { messageKindSchema } from '../../../../src-shared/contract/conversations.ts'
import { stopCodeSchema } from '../../../../src-shared/contract/turn-state.ts'
import { Form } from '../../../components/Form.tsx'
import { useChannelTypes } from '../../../components/use-channel-types.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { FURTHER, readFilters, type TraceFilters, writeFilters } from './address.ts'
import classes from './filters.module.css'
import { isoOf, localOf } from './local-time.ts'
import { type FurtherFilter, useFilterWords } from './use-filter-words.ts'

interface MoreFiltersProps {
  filters: TraceFilters
  count: number
  onChange: (part: Partial<TraceFilters>) => void
}

const CHOICES = {
  kind: messageKindSchema.options,
  reason: stopCodeSchema.options,
  error: ['yes', 'no'],
  media: ['yes', 'no'],
} satisfies Partial<Record<FurtherFilter, readonly string[]>>
const TYPED = ['phone', 'session', 'agentSession', 'conversation'] as const

/** All filters that have no place of their own; they hold when the form is applied. */
export function MoreFilters({ filters, count, onChange }: MoreFiltersProps) {
  const { t } = useTranslation('traces')
  const words = useFilterWords()
  const channels = new Set(useChannelTypes()?.map((type) => type.channel))
  const choices = { channel: [...channels], ...CHOICES }
  const [isOpen, setOpen] = useState(false)
  const [draft, setDraft] = useState<TraceFilters | null>(null)
  const value = draft ?? filters
  const change = (key: FurtherFilter, to: string | null) => setDraft({ ...value, [key]: to || null })

  function show(isShown: boolean): void {
    setOpen(isShown)
    setDraft(null)
  }
  function apply(): void {
    // Through the address: what is no value of a filter does not become one.
    const read = readFilters(writeFilters(value))
    const part = Object.fromEntries(FURTHER.map((key) => [key, read[key]]))
    onChange({ ...part, ...(read.from || read.to ? { within: null } : {}) })
    show(false)
  }

  return (
    <Popover opened={isOpen} onChange={show} position="bottom-start" width={480} trapFocus shadow="md" radius={12}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => show(!isOpen)}
          data-count={count || undefined}
        >
          {count === 0 ? t('filters.more') : t('filters.moreCount', { count })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filters.more')}>
        <Form className={classes.form} onSubmit={apply}>
          {(Object.keys(choices) as (keyof typeof choices)[]).map((key) => (
            <Select
              key={key}
              size="xs"
              label={words.nameOf(key)}
              placeholder={t('filters.any')}
              clearable
              searchable={choices[key].length > 6}
              comboboxProps={{ withinPortal: false }}
              value={value[key]}
              data={choices[key].map((one) => ({ value: one, label: words.valueOf(key, one) }))}
              onChange={(to) => change(key, to)}
            />
          ))}
          <TextInput
            size="xs"
            label={words.nameOf('phone')}
            value={value.phone ?? ''}
            maxLength={100}
            onChange={(event) => change('phone', event.currentTarget.value)}
          />
          {(['from', 'to'] as const).map((key) => (
            <TextInput
              key={key}
              size="xs"
              type="datetime-local"
              label={words.nameOf(key)}
              value={localOf(value[key])}
              onChange={(event) => change(key, isoOf(event.currentTarget.value))}
            />
          ))}
          {TYPED.filter((key) => key !== 'phone').map((key) => (
            <TextInput
              key={key}
              size="xs"
              label={words.nameOf(key)}
              value={value[key] ?? ''}
              maxLength={200}
              onChange={(event) => change(key, event.currentTarget.value)}
            />
          ))}
          <div className={classes.apply}>
            <Button
              type="button"
              size="xs"
              variant="default"
              onClick={() => setDraft({ ...value, ...Object.fromEntries(FURTHER.map((key) => [key, null])) })}
            >
              {t('filters.empty')}
            </Button>
            <Button type="submit" size="xs">
              {t('filters.apply')}
            </Button>
          </div>
        </Form>
      </Popover.Dropdown>
    </Popover>
  )
}
