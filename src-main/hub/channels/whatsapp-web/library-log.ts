/** What Baileys has to say, in the hub's log: its sentence and the error's, never the objects, which hold keys and messages. */
import type { SocketConfig } from 'baileys'
import type { Logger } from '../../observe/logger.ts'

type LibraryLogger = SocketConfig['logger']

export function libraryLog(log: Logger): LibraryLogger {
  const say = (level: 'debug' | 'warn') => (facts: unknown, message?: string) => {
    const sentence = message ?? (typeof facts === 'string' ? facts : '')
    log[level]({ library: 'baileys', ...reasonOf(facts) }, sentence.slice(0, 200))
  }
  const nothing = (): void => undefined
  const logger: LibraryLogger = {
    level: 'warn',
    child: () => logger,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: say('debug'),
    error: say('warn'),
  }
  return logger
}

function reasonOf(facts: unknown): { reason?: string } {
  if (typeof facts !== 'object' || facts === null) return {}
  const { err, error } = facts as { err?: unknown; error?: unknown }
  const cause = err ?? error
  return cause instanceof Error ? { reason: cause.message.slice(0, 200) } : {}
}
