import { api } from '../../../../hub/client.ts'
import { queryClient } from '../../../../hub/query-client.ts'

/** What is read again when a backup came or went. */
export const refreshBackups = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: api.backups.key() }),
    queryClient.invalidateQueries({ queryKey: api.retention.usage.key() }),
  ])
