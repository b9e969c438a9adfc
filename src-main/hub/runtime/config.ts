/** The settings of the process, read once from the environment (and a `.env` file beside it). */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { OmniError } from '../../../src-shared/errors.ts'
import { addressOfWebhooks, byteSize, hostList, logLevel } from './config-values.ts'

/** A whole number between two bounds. */
const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number('Write a whole number.')
    .int('Write a whole number.')
    .min(least, `Write a whole number from ${least} to ${most}.`)
    .max(most, `Write a whole number from ${least} to ${most}.`)
/** Anything smaller is a slip of the hand. */
const size = byteSize.pipe(z.number().min(1024, 'Write a size such as 50MB.'))
const LEAST_KEY_LENGTH = 8
const flag = z.string().transform((value) => /^(1|true|yes|on)$/i.test(value.trim()))

const schema = z.object({
  host: z.string().default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(8882),
  dataDirectory: z.string(),
  databaseFile: z.string().optional(),
  apiKey: z.string().min(LEAST_KEY_LENGTH, `The key needs at least ${LEAST_KEY_LENGTH} characters.`).optional(),
  masterKey: z.string().optional(),
  logLevel: logLevel.default('info'),
  /** Where the log is written; else beside the data. */
  logFolder: z
    .string()
    .transform((folder) => resolve(folder))
    .optional(),
  webhookBodyLimitBytes: size.default(60 * 1024 * 1024),
  /** How the platforms reach this process; without it, the address it listens on. */
  publicUrl: addressOfWebhooks.optional(),
  mediaMaxBytes: size.default(50 * 1024 * 1024),
  mediaDownloadTimeoutS: z.coerce.number('Write a number of seconds.').min(0.1, 'Write a number of seconds.').default(30),
  /** Hosts (`host` or `host:port`) of the owner's own, from which media may be fetched wherever they are. */
  mediaHosts: hostList.default([]),
  /** How long a REST client that sends is kept waiting for the outcome. */
  apiWaitMs: wholeNumber(0, 110_000).default(25_000),
  tracePayloads: flag.default(true),
  traceSensitive: flag.default(true),
  evolutionUrl: z.string().trim().optional(),
  evolutionKey: z.string().trim().optional(),
})

/** The variables of each setting: ours, then the names of the old Automagik Omni `.env`. The first that says something counts. */
const VARIABLES: Partial<Record<keyof z.infer<typeof schema>, string[]>> = {
  host: ['OMNI_HOST', 'AUTOMAGIK_OMNI_API_HOST', 'API_HOST'],
  port: ['OMNI_PORT', 'AUTOMAGIK_OMNI_API_PORT', 'API_PORT'],
  databaseFile: ['AUTOMAGIK_OMNI_SQLITE_DATABASE_PATH'],
  apiKey: ['OMNI_API_KEY', 'AUTOMAGIK_OMNI_API_KEY'],
  masterKey: ['OMNI_MASTER_KEY'],
  logLevel: ['OMNI_LOG_LEVEL', 'LOG_LEVEL'],
  // LOG_VERBOSITY chose between two layouts of a line; here every line has all its fields.
  logFolder: ['OMNI_LOG_FOLDER', 'LOG_FOLDER'],
  webhookBodyLimitBytes: ['OMNI_WEBHOOK_BODY_LIMIT'],
  publicUrl: ['OMNI_PUBLIC_URL', 'EVOLUTION_WEBHOOK_URL'],
  mediaMaxBytes: ['AUTOMAGIK_OMNI_MEDIA_MAX_SIZE'],
  mediaDownloadTimeoutS: ['AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT'],
  mediaHosts: ['OMNI_MEDIA_HOSTS', 'EVOLUTION_MINIO_URL'],
  apiWaitMs: ['OMNI_API_WAIT_MS'],
  tracePayloads: ['ENABLE_TRACING'],
  traceSensitive: ['TRACE_INCLUDE_SENSITIVE'],
  evolutionUrl: ['EVOLUTION_API_URL', 'EVOLUTION_API_BASE_URL'],
  evolutionKey: ['EVOLUTION_API_KEY'],
}

/** One Evolution server for accounts that name none. */
export interface EvolutionServer {
  url: string
  apiKey: string
}

export interface ProcessConfig extends Omit<z.infer<typeof schema>, 'evolutionUrl' | 'evolutionKey' | 'mediaDownloadTimeoutS'> {
  mediaDownloadTimeoutMs: number
  evolution: EvolutionServer | null
}

export const databaseFile = ({ databaseFile: own, dataDirectory }: Pick<ProcessConfig, 'databaseFile' | 'dataDirectory'>): string =>
  own ?? join(dataDirectory, 'omni.db')

/** Where the desktop and headless hosts keep their data unless told otherwise. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Omni Desktop')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Omni Desktop')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'omni-desktop')
}

/** Reads the process settings. Throws an OmniError that names the variable as it was written. */
export function readProcessConfig(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): ProcessConfig {
  const input: Record<string, unknown> = {}
  const writtenAs: Record<string, string> = {}
  for (const [setting, names] of Object.entries(VARIABLES)) {
    const name = names.find((one) => (env[one]?.trim() ?? '') !== '')
    if (name === undefined) continue
    input[setting] = env[name]
    writtenAs[setting] = name
  }
  const parsed = schema.safeParse({ ...input, dataDirectory: resolve(env['OMNI_DATA_DIR'] || defaultDataDirectory(env, platform)) })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const setting = String(issue?.path[0] ?? '?')
    throw new OmniError('bad_request', `The setting "${writtenAs[setting] ?? setting}" is not valid. ${issue?.message ?? ''}`)
  }
  const { evolutionUrl, evolutionKey, mediaDownloadTimeoutS, ...config } = parsed.data
  return {
    ...config,
    mediaDownloadTimeoutMs: mediaDownloadTimeoutS * 1000,
    evolution: evolutionUrl === undefined || evolutionKey === undefined ? null : { url: evolutionUrl, apiKey: evolutionKey },
  }
}
