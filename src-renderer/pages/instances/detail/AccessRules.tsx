import { ActionIcon, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { AddRule } from './AddRule.tsx'
import classes from './detail.module.css'

export function AccessRules({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('instances')
  const rules = useQuery(api.access.list.queryOptions({ input: { instanceName } }))
  const remove = useMutation(
    api.access.remove.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.access.key() }),
      onError: notifyProblem,
    }),
  )
  return (
    <Panel title={t('rules')} text={t('rulesText')}>
      {rules.isPending && <Skeleton height={80} />}
      {rules.isError && !rules.data && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data?.length === 0 && <p className={classes.hint}>{t('noRules')}</p>}
      {rules.data && rules.data.length > 0 && (
        <table className={classes.rules} aria-label={t('rules')}>
          <thead>
            <tr>
              <th scope="col">{t('rulePattern')}</th>
              <th scope="col">{t('ruleType')}</th>
              <th scope="col">{t('ruleReason')}</th>
              <th scope="col">{t('ruleScope')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rules.data.map((rule) => (
              <tr key={rule.id}>
                <td className="num">{rule.pattern}</td>
                <td className={classes.type} data-type={rule.type}>
                  {t(`rule_${rule.type}`)}
                </td>
                <td>{rule.reason}</td>
                <td>{t(rule.instanceName === null ? 'ruleAll' : 'ruleThis')}</td>
                <td>
                  <ActionIcon aria-label={t('removeRule', { pattern: rule.pattern })} onClick={() => remove.mutate({ id: rule.id })}>
                    <IconTrash size={16} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <AddRule instanceName={instanceName} />
    </Panel>
  )
}
