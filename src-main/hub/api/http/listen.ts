import type { FastifyInstance } from 'fastify'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'

/** Gives the address under which it is reached. Throws an OmniError that says in plain words why it cannot listen. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE')
      throw new OmniError(
        'conflict',
        `Port ${port} is taken by another program (or another Omni). Close it, or set OMNI_PORT to a free one.`,
        { cause: error },
      )
    if (code === 'EACCES')
      throw new OmniError('forbidden', `Port ${port} needs more rights than this user has. Set OMNI_PORT to one above 1024.`, {
        cause: error,
      })
    throw new OmniError('internal', `Omni cannot listen on ${host}:${port}: ${errorMessage(error)}`, { cause: error })
  }
  const address = app.server.address()
  const realPort = typeof address === 'object' && address !== null ? address.port : port
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${shown}:${realPort}`
}
