/** The process log: pino, secrets removed, to a rotating file and (headless) to standard error. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import roll from 'pino-roll'
import { OmniError } from '../../../src-shared/errors.ts'
import type { ProcessConfig } from '../runtime/config.ts'
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

export const logFolder = ({ logFolder: own, dataDirectory }: Pick<ProcessConfig, 'dataDirectory' | 'logFolder'>): string =>
  own ?? join(dataDirectory, 'logs')

/** Opens the log, each line of it also given to `alsoTo`, after `hide` took the secrets out that are known; `close` writes what is buffered. Throws OmniError when the folder cannot be written. */
export async function openLog(
  config: ProcessConfig,
  alsoToConsole: boolean,
  alsoTo: { write(line: string): void } = { write: () => {} },
  hide: (line: string) => string = (line) => line,
): Promise<{ log: Logger; close(): void }> {
  const folder = logFolder(config)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new OmniError(
      'storage_unavailable',
      `The data folder "${config.logFolder ?? config.dataDirectory}" cannot be written. Check that it exists and its permissions.`,
      { cause: error },
    )
  }
  const file = await roll({ file: join(folder, 'omni'), extension: '.log', size: '10m', limit: { count: 5 }, mkdir: true })
  let isClosed = false
  const streams: pino.StreamEntry[] = [
    // What ends a little late has nowhere left to report to; writing to a closed file throws.
    { stream: { write: (line: string) => isClosed || file.write(line) }, level: 'debug' },
    { stream: alsoTo, level: 'debug' },
  ]
  if (alsoToConsole) streams.push({ stream: pino.destination({ fd: 2, sync: false }), level: 'warn' })
  const logger = pino(
    {
      level: config.logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: hide },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]), censor: '[hidden]' },
    },
    pino.multistream(streams),
  )
  return {
    log: logger,
    close() {
      isClosed = true
      file.end()
    },
  }
}

/** A log that keeps nothing, for parts used alone. */
export const silentLog: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
}
