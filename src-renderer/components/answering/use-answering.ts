import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import { api, hub } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { notifyDone, notifyProblem, notifyWayOut } from '../notify.ts'

function putWhereShown(instance: Instance): void {
  queryClient.setQueryData(api.instances.get.queryKey({ input: { name: instance.name } }), instance)
  queryClient.setQueryData(api.instances.list.queryKey(), (list) => list?.map((other) => (other.name === instance.name ? instance : other)))
}

/** Starts or stops the answering of an account, and says what becomes of those who wrote before. */
export function useAnswering(name: string) {
  const { t } = useTranslation('agents')
  const [, navigate] = useLocation()
  return useMutation({
    mutationFn: async (isAnswering: boolean) => {
      const instance = await hub.instances.update({ name, isAnswering })
      const { waiting } = await hub.conversations.counts({ instanceName: name })
      return { instance, waiting }
    },
    onSuccess: ({ instance, waiting }) => {
      putWhereShown(instance)
      if (!instance.isAnswering) notifyDone(t('answering.stopped'))
      else notifyDone(waiting === 0 ? t('answering.started') : t('answering.startedWaiting', { count: waiting }))
    },
    onError: (error) => {
      // The one thing that starting can be in conflict with: there are no words yet.
      if (problemOf(error).code !== 'conflict') notifyProblem(error)
      else notifyWayOut(error, { label: t('answering.writeTexts'), onFollow: () => navigate(`/instances/${name}/agent`) })
    },
  })
}
