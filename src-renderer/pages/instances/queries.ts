import { useMutation } from '@tanstack/react-query'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'

/** How each instance has been doing, by the clock of this machine. */
export function activityQuery() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return api.instances.activity.queryOptions({ input: { timeZone } })
}

/** Puts an instance that a call returned wherever it is shown. */
export function recordInstance(instance: Instance): void {
  queryClient.setQueryData(api.instances.get.queryKey({ input: { name: instance.name } }), instance)
  queryClient.setQueryData(api.instances.list.queryKey(), (list) =>
    list?.some((other) => other.name === instance.name)
      ? list.map((other) => (other.name === instance.name ? instance : other))
      : list && [...list, instance],
  )
}

export function refreshInstances(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: api.instances.key() })
}

/** Saves changed settings of an instance and says so. */
export function useUpdateInstance(doneText: string) {
  return useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (instance) => {
        recordInstance(instance)
        notifyDone(doneText)
      },
      onError: notifyProblem,
    }),
  )
}

/** What can be done with an account. The new state arrives by the live subscription. */
export function useInstanceActions() {
  const onError = notifyProblem
  return {
    connect: useMutation(api.instances.connect.mutationOptions({ onError })),
    restart: useMutation(api.instances.restart.mutationOptions({ onError })),
    disconnect: useMutation(api.instances.disconnect.mutationOptions({ onError })),
    logout: useMutation(api.instances.logout.mutationOptions({ onError })),
    makeDefault: useMutation(api.instances.setDefault.mutationOptions({ onError, onSuccess: refreshInstances })),
  }
}
