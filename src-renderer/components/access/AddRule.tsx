import { Button, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Form } from '../Form.tsx'
import { notifyProblem } from '../notify.ts'
import { useAccountName } from '../use-account-name.ts'
import classes from './access.module.css'

/** No instance can have this name. */
const EVERY = '*'

interface AddRuleProps {
  instanceNames: string[]
  /** What is proposed; null: every instance. */
  first: string | null
}

export function AddRule({ instanceNames, first }: AddRuleProps) {
  const { t } = useTranslation('access')
  const accountName = useAccountName()
  const [rule, setRule] = useState({ pattern: '', type: 'block' as 'allow' | 'block', reason: '', scope: first ?? EVERY })
  const create = useMutation(
    api.access.create.mutationOptions({
      onSuccess: () => {
        setRule((old) => ({ ...old, pattern: '', reason: '' }))
        return queryClient.invalidateQueries({ queryKey: api.access.key() })
      },
      onError: notifyProblem,
    }),
  )

  function add(): void {
    const pattern = rule.pattern.trim()
    if (pattern === '') return
    create.mutate({ instanceName: rule.scope === EVERY ? null : rule.scope, pattern, type: rule.type, reason: rule.reason.trim() || null })
  }

  return (
    <Form className={classes.addRule} onSubmit={add}>
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
      <Select
        label={t('ruleScope')}
        allowDeselect={false}
        value={rule.scope}
        data={[{ value: EVERY, label: t('everyInstance') }, ...instanceNames.map((name) => ({ value: name, label: accountName(name) }))]}
        onChange={(value) => setRule({ ...rule, scope: value ?? EVERY })}
      />
      <TextInput
        label={t('ruleReasonOptional')}
        maxLength={500}
        value={rule.reason}
        onChange={(event) => setRule({ ...rule, reason: event.currentTarget.value })}
      />
      <Button type="submit" variant="default" loading={create.isPending} disabled={rule.pattern.trim() === ''}>
        {t('addRule')}
      </Button>
    </Form>
  )
}
