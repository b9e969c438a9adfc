/** What a person reads when the app cannot start. */
import { errorMessage, OmniError } from '../../src-shared/errors.ts'

export interface FailureText {
  title: string
  body: string
}

/** `log` is named for whoever helps; an expected failure names its file itself. */
export function startFailureText(error: unknown, log: string): FailureText {
  if (error instanceof OmniError && error.code === 'storage_unavailable') {
    return { title: 'Omni cannot open its data', body: `${error.message}\n\nNothing was changed. Omni will close now.` }
  }
  if (error instanceof OmniError) return { title: 'Omni could not start', body: error.message }
  return { title: 'Omni could not start', body: `Something unexpected happened: ${errorMessage(error)}\n\nDetails are in ${log}` }
}
