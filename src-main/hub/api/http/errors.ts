/** An error as an HTTP answer. */
import type { FastifyReply } from 'fastify'
import type { OmniError } from '../../../../src-shared/errors.ts'
import { httpStatus } from '../http-status.ts'

/** Sets the status and the headers that go with it: when to try again, how to sign in. */
export function withStatusOf(error: OmniError, reply: FastifyReply): FastifyReply {
  const status = httpStatus(error.code)
  const { retryAfterS, scheme } = error.details ?? {}
  if (status === 503) reply.header('retry-after', '5')
  if (status === 429) reply.header('retry-after', String(typeof retryAfterS === 'number' ? retryAfterS : 60))
  if (status === 401 && typeof scheme === 'string') reply.header('www-authenticate', scheme)
  return reply.code(status)
}
