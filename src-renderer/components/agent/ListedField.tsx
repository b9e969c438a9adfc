import { Autocomplete, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { api } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { missingSecrets } from '../fields/secrets.ts'
import { useDebounced } from '../use-debounced.ts'
import classes from './agent.module.css'
import { type AgentDraft, onTry } from './agent-draft.ts'

const SETTLED_MS = 500

interface ListedFieldProps {
  field: Field
  draft: AgentDraft
  /** Secrets that are saved for another address; without them its server is not asked. */
  moved?: readonly string[]
  error: string | undefined
  onChange: (settings: Record<string, unknown>) => void
}

/** A name that is chosen from what the agent's server itself offers, or typed where it does not tell. */
export function ListedField({ field, draft, moved = [], error, onChange }: ListedFieldProps) {
  const { t } = useTranslation(['agents', 'common', 'errors'])
  const [isWanted, setWanted] = useState(false)
  const { [field.name]: _, ...others } = draft.settings
  // Typing in the field itself asks nothing again; another address or key does.
  const asked = useDebounced(JSON.stringify(onTry({ ...draft, settings: others }, moved)), SETTLED_MS)
  const list = useQuery({
    ...api.agents.choices.queryOptions({ input: JSON.parse(asked) }),
    enabled: isWanted && missingSecrets(moved, draft.secrets).length === 0,
    retry: false,
    staleTime: 60_000,
  })
  const choices = [...new Map((list.data ?? []).map((choice) => [choice.value, choice])).values()]
  const problem = list.error ? problemOf(list.error) : null
  const help = field.help === undefined ? undefined : hubText(field.help)
  const value = draft.settings[field.name]
  const label = field.required ? hubText(field.label) : `${hubText(field.label)} (${t('common:optional')})`

  function choose(next: string): void {
    const chosen = choices.find((choice) => choice.value === next)
    onChange({ ...draft.settings, ...chosen?.settings, [field.name]: next })
  }

  return (
    <Autocomplete
      label={label}
      description={isWanted && problem ? t('listFailed', { why: problem.message ?? t(`errors:${problem.code}`) }) : help}
      placeholder={field.placeholder ?? t('choose')}
      error={error}
      maxLength={200}
      spellCheck={false}
      limit={200}
      maxDropdownHeight={280}
      value={typeof value === 'string' ? value : ''}
      data={choices.map((choice) => choice.value)}
      rightSection={list.isFetching ? <Loader size={14} aria-label={t('loadingList')} /> : undefined}
      renderOption={({ option }) => {
        const choice = choices.find((one) => one.value === option.value)
        return (
          <span className={classes.option}>
            <span>{choice?.label ?? option.value}</span>
            {choice && choice.label !== choice.value && <span className={classes.optionNote}>{choice.value}</span>}
          </span>
        )
      }}
      onFocus={() => setWanted(true)}
      onChange={choose}
    />
  )
}
