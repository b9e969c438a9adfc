/** Calls of a channel's platform on behalf of a REST client. */
import { OmniError } from '../../../../../src-shared/errors.ts'

/**
 * A platform that refuses our key, or does not know the account, is the platform's failure (502):
 * as 401 or 404 the client would take it for its own key or its own address.
 */
export async function onPlatform<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof OmniError && (error.code === 'unauthorized' || error.code === 'forbidden' || error.code === 'not_found'))
      throw new OmniError('platform_error', error.message, { cause: error })
    throw error
  }
}
