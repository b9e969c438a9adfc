/** Backups for a browser to keep elsewhere; the desktop shows where the file lies. */
import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { BackupService } from '../../maintenance/backups/service.ts'
import type { PanelSessions } from '../../people/panel-sessions.ts'

/** With a session of the panel alone: a copy has everything of every instance, which no API key covers. */
export function backupRoutes(app: FastifyInstance, { sessions, backups }: { sessions: PanelSessions; backups: BackupService }): void {
  app.get('/backups/:name', { schema: { hide: true } }, async (request, reply) => {
    const { key } = request.query as { key?: unknown }
    if ((await sessions.findWithKey(request.cookies, 'files', key)) === null) throw new OmniError('unauthorized', 'This needs the panel.')
    const { name } = request.params as { name: string }
    const path = await backups.pathOf(name)
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .type('application/vnd.sqlite3')
      .send(createReadStream(path))
  })
}
