/** What a host (desktop or headless) gives to the hub, and what it gets back. */
import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { Backup } from '../../src-shared/contract/backups.ts'
import type { Background } from './background.ts'
import type { Restored } from './maintenance/backups/restore.ts'
import type { FaultLedger } from './observe/fault-ledger.ts'
import type { ProcessConfig } from './runtime/config.ts'
import type { DesktopPowers } from './runtime/desktop-powers.ts'
import type { SecretBox } from './secrets/secret-box.ts'

export interface HubHost {
  kind: 'desktop' | 'headless'
  config: ProcessConfig
  /** The environment, read once more for the old `.env`'s default instance. */
  env: NodeJS.ProcessEnv
  secretBox: SecretBox
  /** The recovery phrase that was typed, for the start where the box cannot open the saved secrets. */
  recoveryPhrase?: () => string | null
  /** The variable of the environment that the phrase was given in; missing where it was not. */
  phraseVariable?: string
  /** The built (or, in tests, source) file of the storage worker. */
  storageWorker: URL
  /** The same of the worker that reads documents. */
  documentWorker: URL
  /** The same of the worker that makes and opens backups. */
  backupWorker: URL
  /** The folder of the built panel, served to browsers; null where there is none. */
  panelDirectory: string | null
  /** Only of the desktop. */
  desktop?: DesktopPowers
}

/** A file of a message, as it is stored. */
export interface StoredMedia {
  bytes: Uint8Array
  mimeType: string
  fileName: string | null
}

export interface Hub {
  /** Opens the database, recovers, listens. Throws an OmniError in plain words if it cannot. A stopped hub can be started again, at the same address. */
  start(): Promise<void>
  /**
   * Only opens the saved secrets with the recovery phrase, for the box that is there now. Resolves to false where that
   * was not needed. Throws as `start` does.
   */
  unlock(): Promise<boolean>
  /**
   * Makes a backup while no hub runs on these data: into the folder of the plan, or to a path of its own where no file may be. Throws as
   * `start` does.
   */
  backUp(path?: string): Promise<Backup>
  /**
   * Replaces the data in this data folder with those of a backup. No hub may be running on it. Throws an OmniError in plain words,
   * `unauthorized` for the phrase of other data; then everything is as it was.
   */
  restore(backup: { file: string; phrase: string }): Promise<Restored>
  /** Stops taking work, lets what is at the platform finish (bounded), closes everything. After a `fault` what was under way may be its cause. */
  stop(why?: 'fault'): Promise<void>
  /** Serves the panel's contract over a MessagePort (desktop). */
  servePort(port: SupportedMessagePort): void
  /** The stored file of a message, for hosts that serve media to the panel themselves; null if there is none. */
  readMedia(id: string): Promise<StoredMedia | null>
  /** For a host that goes on while no panel is open. Holds until the hub is stopped; throws while it does not run. */
  background(): Background
  /** A link that opens the panel in a browser once; valid for ten minutes. */
  createLoginLink(): Promise<string>
  /** Where the HTTP server listens, once started. */
  readonly baseUrl: string
  /** Of the uncaught errors that the host sees. Kept over starts. */
  readonly faults: FaultLedger
}
