import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { AccessRule } from '../../../src-shared/contract/access.ts'
import { phoneText } from '../../format/phone.ts'
import { api, hub } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AccountName } from '../AccountName.tsx'
import { LoadedList } from '../LoadedList.tsx'
import { notifyProblem, notifyUndo } from '../notify.ts'
import { Panel } from '../Panel.tsx'
import { AddRule } from './AddRule.tsx'
import classes from './access.module.css'

function patternText(pattern: string): string {
  return /^\d{8,15}$/.test(pattern) ? phoneText(pattern) : pattern
}

interface AccessRulesProps {
  /** The rules that hold for this instance; null: all there are. */
  instanceName: string | null
  /** Those that a new rule can be made for. */
  instanceNames: string[]
}

export function AccessRules({ instanceName, instanceNames }: AccessRulesProps) {
  const { t } = useTranslation('access')
  const rules = useQuery(api.access.list.queryOptions({ input: instanceName === null ? {} : { instanceName } }))
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.access.key() })

  async function restore({ instanceName: scope, pattern, type, reason }: AccessRule): Promise<void> {
    await hub.access.create({ instanceName: scope, pattern, type, reason })
    await refresh()
  }
  const remove = useMutation({
    mutationFn: (rule: AccessRule) => hub.access.remove({ id: rule.id }),
    onSuccess: (_removed, rule) => {
      notifyUndo(t('ruleRemoved', { pattern: patternText(rule.pattern) }), () => restore(rule))
      return refresh()
    },
    onError: notifyProblem,
  })

  return (
    <Panel title={t('rules')} text={t('rulesText')}>
      <LoadedList query={rules} height={80} none={t('noRules')}>
        {(items) => (
          <table className={classes.rules} aria-label={t('rules')}>
            <thead>
              <tr>
                <th scope="col">{t('rulePattern')}</th>
                <th scope="col">{t('ruleType')}</th>
                <th scope="col">{t('ruleScope')}</th>
                <th scope="col">{t('ruleReason')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {items.map((rule) => (
                <tr key={rule.id}>
                  <td className="num">{patternText(rule.pattern)}</td>
                  <td>
                    <span className={classes.type} data-type={rule.type}>
                      {t(`rule_${rule.type}`)}
                    </span>
                  </td>
                  <td>{rule.instanceName === null ? t('everyInstance') : <AccountName of={rule.instanceName} />}</td>
                  <td className={classes.quiet}>{rule.reason}</td>
                  <td>
                    <ActionIcon aria-label={t('removeRule', { pattern: rule.pattern })} onClick={() => remove.mutate(rule)}>
                      <IconTrash size={16} />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </LoadedList>
      <AddRule instanceNames={instanceNames} first={instanceName} />
    </Panel>
  )
}
