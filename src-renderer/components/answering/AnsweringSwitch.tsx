import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './answering.module.css'
import { useAnswering } from './use-answering.ts'

/** Whether the account answers its customers, and the way to start and to stop it. The same wherever an account is shown. */
export function AnsweringSwitch({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('agents')
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const answering = useAnswering(instanceName)
  const instance = instances?.find(({ name }) => name === instanceName)
  if (instance === undefined) return null
  const isOn = answering.isPending ? answering.variables : instance.isAnswering
  return (
    <Switch
      size="sm"
      color="emerald"
      className={classes.switch}
      label={t(isOn ? 'answering.isAnswering' : 'answering.startAnswering')}
      checked={isOn}
      disabled={answering.isPending}
      onChange={(event) => answering.mutate(event.currentTarget.checked)}
    />
  )
}
