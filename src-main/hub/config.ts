/** The settings of the process, read once from the environment (and a `.env` file beside it). */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { OmniError } from '../../src-shared/errors.ts'

const integer = z.coerce.number().int()
const flag = z.string().transform((value) => /^(1|true|yes|on)$/i.test(value.trim()))

const schema = z.object({
  host: z.string().default('127.0.0.1'),
  port: integer.min(0).max(65_535).default(8882),
  dataDirectory: z.string(),
  databaseFile: z.string().optional(),
  apiKey: z.string().min(8).optional(),
  masterKey: z.string().optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  webhookBodyLimitBytes: integer.min(1024).default(60 * 1024 * 1024),
  /** How the platforms reach this process; without it, the address it listens on. */
  publicUrl: z.url().optional(),
  useBase64Media: flag.default(true),
  mediaMaxBytes: integer.min(1024).default(50 * 1024 * 1024),
  mediaDownloadTimeoutMs: integer.min(100).default(30_000),
  /** How long a REST client that sends is kept waiting for the outcome. */
  apiWaitMs: integer.min(0).max(110_000).default(25_000),
  tracePayloads: flag.default(true),
  traceSensitive: flag.default(true),
})

export type ProcessConfig = z.infer<typeof schema>

/** Where the desktop and headless hosts keep their data unless told otherwise. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Omni Desktop')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Omni Desktop')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'omni-desktop')
}

/**
 * Reads the process settings. Names of the old Automagik Omni `.env` are understood after the new ones.
 * Throws an OmniError that names the variable.
 */
export function readProcessConfig(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): ProcessConfig {
  const first = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = env[name]
      if (value !== undefined && value !== '') return value
    }
    return undefined
  }
  const seconds = first('AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT')
  const input = {
    host: first('OMNI_HOST', 'AUTOMAGIK_OMNI_API_HOST', 'API_HOST'),
    port: first('OMNI_PORT', 'AUTOMAGIK_OMNI_API_PORT', 'API_PORT'),
    dataDirectory: resolve(first('OMNI_DATA_DIR') ?? defaultDataDirectory(env, platform)),
    databaseFile: first('AUTOMAGIK_OMNI_SQLITE_DATABASE_PATH'),
    apiKey: first('OMNI_API_KEY', 'AUTOMAGIK_OMNI_API_KEY'),
    masterKey: first('OMNI_MASTER_KEY'),
    logLevel: first('OMNI_LOG_LEVEL'),
    webhookBodyLimitBytes: first('OMNI_WEBHOOK_BODY_LIMIT'),
    publicUrl: first('OMNI_PUBLIC_URL'),
    useBase64Media: first('USE_BASE64_MEDIA'),
    mediaMaxBytes: first('AUTOMAGIK_OMNI_MEDIA_MAX_SIZE'),
    mediaDownloadTimeoutMs: seconds === undefined ? undefined : String(Number(seconds) * 1000),
    apiWaitMs: first('OMNI_API_WAIT_MS'),
    tracePayloads: first('ENABLE_TRACING'),
    traceSensitive: first('TRACE_INCLUDE_SENSITIVE'),
  }
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new OmniError('bad_request', `The setting "${issue?.path.join('.') ?? '?'}" is not valid: ${issue?.message ?? 'unknown problem'}`)
}
