import { useMutation, useQuery } from '@tanstack/react-query'
import type { AgentProfile, AgentType } from '../../../src-shared/contract/agents.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { notifyProblem } from '../notify.ts'

/** The saved agents and the kinds that there are; both are needed wherever one is shown. */
export function useAgents(): { profiles: AgentProfile[] | undefined; types: AgentType[] | undefined; error: unknown; retry: () => void } {
  const profiles = useQuery(api.agents.list.queryOptions())
  const types = useQuery(api.agents.types.queryOptions())
  const failed = [profiles, types].find((query) => query.isError && !query.data)
  return { profiles: profiles.data, types: types.data, error: failed?.error ?? null, retry: () => void failed?.refetch() }
}

/** Puts a saved agent that a call returned wherever it is shown. */
function recordAgent(profile: AgentProfile): void {
  queryClient.setQueryData(api.agents.list.queryKey(), (list) =>
    list?.some(({ id }) => id === profile.id)
      ? list.map((other) => (other.id === profile.id ? profile : other))
      : list && [...list, profile],
  )
}

export function useCreateAgent(onDone: (profile: AgentProfile) => void) {
  return useMutation(
    api.agents.create.mutationOptions({
      onSuccess: (profile) => {
        recordAgent(profile)
        onDone(profile)
      },
    }),
  )
}

export function useUpdateAgent(onDone: (profile: AgentProfile) => void) {
  return useMutation(
    api.agents.update.mutationOptions({
      onSuccess: (profile) => {
        recordAgent(profile)
        // Accounts name the agent that answers them.
        void queryClient.invalidateQueries({ queryKey: api.instances.key() })
        onDone(profile)
      },
      onError: notifyProblem,
    }),
  )
}
