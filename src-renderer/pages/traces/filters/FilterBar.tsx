import { Button, CloseButton, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { FURTHER, isFiltered, noFilters, OVER_MS, type TraceFilters, WITHIN_HOURS } from './address.ts'
import classes from './filters.module.css'
import { MoreFilters } from './MoreFilters.tsx'
import { turnStates } from './turn-states.ts'
import { useFilterWords } from './use-filter-words.ts'

interface FilterBarProps {
  filters: TraceFilters
  onChange: (part: Partial<TraceFilters>) => void
}

/** The four filters that are used most, a way to all others, and those of them that hold. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation('traces')
  const words = useFilterWords()
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const further = FURTHER.filter((key) => filters[key] !== null)
  return (
    <div className={classes.bar}>
      <Select
        size="xs"
        aria-label={t('filterInstance')}
        placeholder={t('anyInstance')}
        w={170}
        clearable
        value={filters.instance}
        data={instances?.map(({ name, displayName }) => ({ value: name, label: displayName })) ?? []}
        onChange={(instance) => onChange({ instance })}
      />
      <Select
        size="xs"
        aria-label={t('filterState')}
        placeholder={t('anyState')}
        w={170}
        clearable
        value={filters.outcome}
        data={turnStates.map((value) => ({ value, label: t(`state_${value}`) }))}
        onChange={(value) => onChange({ outcome: turnStates.find((candidate) => candidate === value) ?? null })}
      />
      <Select
        size="xs"
        aria-label={t('filters.when')}
        placeholder={t(filters.from || filters.to ? 'filters.customTime' : 'filters.anyTime')}
        w={170}
        clearable
        value={filters.within}
        data={WITHIN_HOURS.map((value) => ({ value, label: t(`filters.within_${value}`) }))}
        onChange={(value) => onChange({ within: WITHIN_HOURS.find((candidate) => candidate === value) ?? null, from: null, to: null })}
      />
      <Select
        size="xs"
        aria-label={t('filters.duration')}
        placeholder={t('filters.anyDuration')}
        w={170}
        clearable
        value={filters.over}
        data={OVER_MS.map((value) => ({ value, label: t(`filters.over_${value}`) }))}
        onChange={(value) => onChange({ over: OVER_MS.find((candidate) => candidate === value) ?? null })}
      />
      <MoreFilters filters={filters} count={further.length} onChange={onChange} />
      {further.map((key) => (
        <span key={key} className={classes.chip}>
          {words.nameOf(key)}: <strong>{words.valueOf(key, filters[key] ?? '')}</strong>
          <CloseButton
            size="xs"
            aria-label={t('filters.removeFilter', { name: words.nameOf(key) })}
            onClick={() => onChange({ [key]: null })}
          />
        </span>
      ))}
      {isFiltered(filters) && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(noFilters)}>
          {t('filters.clearAll')}
        </Button>
      )}
    </div>
  )
}
