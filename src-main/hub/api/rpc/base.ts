/** The contract's implementer, with the product's errors turned into the contract's. */
import { implement, ORPCError } from '@orpc/server'
import { ZodError } from 'zod'
import { contract } from '../../../../src-shared/contract/index.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { httpStatus } from '../http-status.ts'
import type { PanelContext } from '../services.ts'

/** The contract's implementer with the product's errors turned into the contract's. */
export const os = implement(contract)
  .$context<PanelContext>()
  .use(async ({ context, path, next }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof OmniError) {
        throw new ORPCError(error.code.toUpperCase(), {
          message: error.message,
          status: httpStatus(error.code),
          data: { code: error.code, ...error.details },
          cause: error,
        })
      }
      if (error instanceof ORPCError) throw error
      // Settings that a channel or an agent of its own kind refuses: its words are for people.
      if (error instanceof ZodError)
        throw new ORPCError('BAD_REQUEST', {
          message: error.issues.map(({ message }) => message).join(' '),
          status: 400,
          data: { code: 'bad_request' },
          cause: error,
        })
      context.log.error(
        { call: path.join('.'), error: errorMessage(error), stack: error instanceof Error ? error.stack : undefined },
        'a call of the panel failed unexpectedly',
      )
      throw new ORPCError('INTERNAL', {
        message: 'Something unexpected happened. It was logged.',
        status: 500,
        data: { code: 'internal' },
        cause: error,
      })
    }
  })
