/** The command line of `omni`, turned into the process settings. */
import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type ProcessConfig, readProcessConfig } from '../hub/runtime/config.ts'

export interface HeadlessOptions {
  config: ProcessConfig
  /** Open the login link in a browser, where there is one. */
  open: boolean
}

/** What the command line asks for; `exit` when it was only `--help`, `--version` or a mistake, already printed. */
export type ParsedCommandLine =
  | { run: HeadlessOptions }
  | { unlock: ProcessConfig }
  | { backup: { config: ProcessConfig; file: string | null } }
  | { restore: { config: ProcessConfig; file: string; mayReplace: boolean } }
  | { exit: number }

/**
 * Reads the arguments (without the program's own name). They go before the environment.
 * Throws an OmniError if a setting of the environment is not valid.
 */
export function parseCommandLine(args: string[], env: NodeJS.ProcessEnv, version: string): ParsedCommandLine {
  const command = new Command('omni')
    .description('Connects WhatsApp, Discord and Slack accounts to AI agents. Serves its panel to a browser on this machine.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .addOption(new Option('--port <number>', 'port of the panel and the API (0: any free one)').argParser(parsePort))
    .option('--host <address>', 'address to listen on; anything but 127.0.0.1 is reachable by others')
    .option('--data-dir <folder>', 'folder of the data base, the files and the key')
    .option('--open', 'open the panel in a browser', false)
    .addHelpText('after', '\nStop with Ctrl-C. The settings of the environment (OMNI_…) and of a .env file here are read too.')
    .exitOverride()
    .action(() => undefined)
  let chosen: (config: ProcessConfig) => ParsedCommandLine = (config) => ({ run: { config, open: command.opts<{ open: boolean }>().open } })
  command
    .command('unlock')
    .description('open the saved secrets with the recovery phrase, when the key that locked them is lost')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', '\nThe 24 words are asked for in a terminal, and read from the standard input elsewhere.')
    .exitOverride()
    .action(() => {
      chosen = (config) => ({ unlock: config })
    })
  command
    .command('backup')
    .argument('[file]', 'where to write it; without one, into the folder for backups, where the oldest go')
    .description('make a backup: one file, encrypted for the recovery phrase; also while Omni runs')
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .action((file: string | undefined) => {
      chosen = (config) => ({ backup: { config, file: file === undefined ? null : resolve(file) } })
    })
  command
    .command('restore')
    .argument('<file>', 'the backup')
    .option('--replace', 'replace existing data without asking; they are kept aside', false)
    .description('bring back a backup with its recovery phrase, while Omni does not run')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nThe 24 words are asked for in a terminal, and read from OMNI_RECOVERY_PHRASE or the standard input elsewhere.`)
    .exitOverride()
    .action((file: string, { replace }: { replace: boolean }) => {
      chosen = (config) => ({ restore: { config, file: resolve(file), mayReplace: replace } })
    })
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return { exit: error.exitCode }
    throw error
  }
  const options = command.opts<{ port?: number; host?: string; dataDir?: string }>()
  const config = readProcessConfig({
    ...env,
    ...(options.port === undefined ? {} : { OMNI_PORT: String(options.port) }),
    ...(options.host === undefined ? {} : { OMNI_HOST: options.host }),
    ...(options.dataDir === undefined ? {} : { OMNI_DATA_DIR: options.dataDir }),
  })
  return chosen(config)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}
