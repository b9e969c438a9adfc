/** Where agents send the answers that they promised for later. The token in the address is all the proof there is. */
import type { FastifyInstance } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { AgentReplies } from '../../answering/late-replies/service.ts'

export const REPLY_PATH = '/webhook/reply/:token'

const notAwaited = () => new OmniError('not_found', 'Nobody waits for this reply: it was given already, or it has expired.')

const BODY_LIMIT_BYTES = 1024 * 1024

export function agentReplyRoutes(app: FastifyInstance, replies: Pick<AgentReplies, 'isAwaited' | 'take'>): void {
  app.post<{ Params: { token: string } }>(
    REPLY_PATH,
    {
      bodyLimit: BODY_LIMIT_BYTES,
      schema: { tags: ['webhooks'], security: [], summary: 'The later reply of an agent behind a webhook' },
      // Before the body is read: whoever has no token costs next to nothing.
      onRequest: async (request) => {
        if (!(await replies.isAwaited(request.params.token))) throw notAwaited()
      },
    },
    async (request) => {
      // Whatever wrapping it comes in is unwrapped where answers are read.
      if (typeof request.body !== 'object' || request.body === null)
        throw new OmniError('bad_request', 'The body of a reply is a JSON object.')
      const isTaken = await replies.take(request.params.token, request.body)
      if (!isTaken) throw notAwaited()
      return { status: 'success' }
    },
  )
}
