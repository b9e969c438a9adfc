/** Backups for a browser to keep elsewhere; the desktop shows where the file lies. */
import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { BackupService } from '../../maintenance/backups/service.ts'
import type { PanelSessions } from '../../people/panel-sessions.ts'
import { OWNER_HEADER } from './login.ts'
import { isSameSecret } from './same-secret.ts'

/** Where whoever may read the data folder (see `running-file.ts`) asks for one. */
export const OWNER_BACKUP_PATH = '/backups'
const orderSchema = z.object({ path: z.string().min(1).max(4000).nullable() })

interface Options {
  sessions: PanelSessions
  backups: BackupService
  ownerSecret: string
}

/** With a session of the panel alone: a copy has everything of every instance, which no API key covers. */
export function backupRoutes(app: FastifyInstance, { sessions, backups, ownerSecret }: Options): void {
  app.post(OWNER_BACKUP_PATH, { bodyLimit: 8192, schema: { hide: true } }, async (request) => {
    if (!isSameSecret(request.headers[OWNER_HEADER], ownerSecret))
      throw new OmniError('unauthorized', 'Only someone who can read the data folder of Omni may ask for a backup.')
    const { path } = orderSchema.parse(request.body)
    return backups.create(path ?? undefined)
  })

  app.get('/backups/:name', { schema: { hide: true } }, async (request, reply) => {
    const { key } = request.query as { key?: unknown }
    if ((await sessions.findWithKey(request.cookies, 'files', key)) === null) throw new OmniError('unauthorized', 'This needs the panel.')
    const { name } = request.params as { name: string }
    const path = await backups.pathOf(name)
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .type('application/age')
      .send(createReadStream(path))
  })
}
