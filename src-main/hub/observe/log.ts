/** The process log: pino, secrets removed, to a rotating file and (headless) to standard error. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import roll from 'pino-roll'
import type { ProcessConfig } from '../config.ts'
import type { Logger } from './logger.ts'

const SECRET_FIELDS = [
  'apikey',
  'apiKey',
  'api_key',
  'authorization',
  'password',
  'secret',
  'secrets',
  'token',
  'key',
  'x-api-key',
  'cookie',
]

/** Opens the log. `flush` writes what is buffered; call it before the process ends. */
export async function openLog(config: ProcessConfig, alsoToConsole: boolean): Promise<{ log: Logger; close(): void }> {
  const folder = join(config.dataDirectory, 'logs')
  mkdirSync(folder, { recursive: true })
  const file = await roll({ file: join(folder, 'omni'), extension: '.log', size: '10m', limit: { count: 5 }, mkdir: true })
  const streams: pino.StreamEntry[] = [{ stream: file, level: 'debug' }]
  if (alsoToConsole) streams.push({ stream: pino.destination({ fd: 2, sync: false }), level: 'warn' })
  const logger = pino(
    {
      level: config.logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]), censor: '[hidden]' },
    },
    pino.multistream(streams),
  )
  return { log: logger, close: () => file.end() }
}

/** A log that keeps nothing, for parts used alone. */
export const silentLog: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
}
