import { useMutation } from '@tanstack/react-query'
import { api } from '../hub/client.ts'
import { queryClient } from '../hub/query-client.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { notifyDone, notifyProblem } from './notify.ts'

/** Forgets a kept answer, says so, and reads again what shows it. */
export function useForget() {
  const { t } = useTranslation('agents')
  return useMutation(
    api.answerCache.forget.mutationOptions({
      onSuccess: ({ forgotten }) => {
        notifyDone(t(forgotten ? 'answerCache.forgot' : 'answerCache.forgotBefore'))
        return queryClient.invalidateQueries({ queryKey: api.answerCache.key() })
      },
      onError: notifyProblem,
    }),
  )
}
