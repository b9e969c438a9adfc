import { useTranslation } from 'react-i18next'
import classes from './list.module.css'

const FILTERS = ['all', 'unread', 'waiting', 'failed', 'paused', 'group'] as const
export type ListFilter = (typeof FILTERS)[number]

export function Filters({ value, onChange }: { value: ListFilter; onChange: (value: ListFilter) => void }) {
  const { t } = useTranslation('inbox')
  return (
    <fieldset className={classes.filters} aria-label={t('filters')}>
      {FILTERS.map((filter) => (
        <button key={filter} type="button" className={classes.chip} aria-pressed={filter === value} onClick={() => onChange(filter)}>
          {t(`filter_${filter}`)}
        </button>
      ))}
    </fieldset>
  )
}
