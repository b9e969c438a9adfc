import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'

/** After each change of the phrase: Home tells of it, too. */
export function phraseChanged(): void {
  void queryClient.invalidateQueries({ queryKey: api.recoveryPhrase.get.key() })
  void queryClient.invalidateQueries({ queryKey: api.system.home.key() })
}
