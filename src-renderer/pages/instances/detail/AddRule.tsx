import { Button, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import classes from './detail.module.css'

const EMPTY = { pattern: '', type: 'block' as 'allow' | 'block', reason: '', isForAll: false }

export function AddRule({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('instances')
  const [rule, setRule] = useState(EMPTY)
  const create = useMutation(
    api.access.create.mutationOptions({
      onSuccess: () => {
        setRule((old) => ({ ...EMPTY, type: old.type, isForAll: old.isForAll }))
        return queryClient.invalidateQueries({ queryKey: api.access.key() })
      },
      onError: notifyProblem,
    }),
  )

  function add(event: FormEvent): void {
    event.preventDefault()
    const pattern = rule.pattern.trim()
    if (pattern === '') return
    create.mutate({ instanceName: rule.isForAll ? null : instanceName, pattern, type: rule.type, reason: rule.reason.trim() || null })
  }

  return (
    <form className={classes.addRule} onSubmit={add}>
      <TextInput
        label={t('rulePattern')}
        placeholder={t('rulePatternPlaceholder')}
        maxLength={100}
        value={rule.pattern}
        onChange={(event) => setRule({ ...rule, pattern: event.currentTarget.value })}
      />
      <Select
        label={t('ruleType')}
        allowDeselect={false}
        value={rule.type}
        data={[
          { value: 'block', label: t('rule_block') },
          { value: 'allow', label: t('rule_allow') },
        ]}
        onChange={(value) => setRule({ ...rule, type: value === 'allow' ? 'allow' : 'block' })}
      />
      <TextInput
        label={t('ruleReason')}
        maxLength={500}
        value={rule.reason}
        onChange={(event) => setRule({ ...rule, reason: event.currentTarget.value })}
      />
      <Select
        label={t('ruleScope')}
        allowDeselect={false}
        value={rule.isForAll ? 'all' : 'this'}
        data={[
          { value: 'this', label: t('ruleThis') },
          { value: 'all', label: t('ruleAll') },
        ]}
        onChange={(value) => setRule({ ...rule, isForAll: value === 'all' })}
      />
      <Button type="submit" variant="default" loading={create.isPending} disabled={rule.pattern.trim() === ''}>
        {t('addRule')}
      </Button>
    </form>
  )
}
