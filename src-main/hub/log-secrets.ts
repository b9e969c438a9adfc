/**
 * Takes the secrets of all accounts and agents out of a line of the log: whoever wrote it, a platform may have put one
 * into the error that it tells of.
 */
import type { InstanceService } from './accounts/instances/service.ts'
import type { AgentProfiles } from './answering/profiles/service.ts'

interface Keepers {
  instances: Pick<InstanceService, 'list'>
  agentProfiles: Pick<AgentProfiles, 'list' | 'hideSecrets'>
}

export function createLineCleaner({ instances, agentProfiles }: Keepers): (line: string) => string {
  let isCleaning = false
  return (line) => {
    // A secret that cannot be read says so in the log.
    if (isCleaning) return line
    isCleaning = true
    try {
      const ofAccounts = instances.list().reduce((text, instance) => instance.hideSecrets(text), line)
      return agentProfiles.list().reduce((text, { id }) => agentProfiles.hideSecrets(id, text), ofAccounts)
    } finally {
      isCleaning = false
    }
  }
}
