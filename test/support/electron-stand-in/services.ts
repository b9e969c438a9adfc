/** The small modules: what they were asked to do is kept for the test to see. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Electron from 'electron'
import { app } from './app.ts'

export const seen = {
  openedOutside: [] as string[],
  errorBoxes: [] as { title: string; content: string }[],
  notifications: [] as { title: string; body: string }[],
}

export const shell = {
  openExternal: async (url) => {
    seen.openedOutside.push(url)
  },
} satisfies Partial<Electron.Shell>

export const dialog = {
  showErrorBox: (title, content) => {
    seen.errorBoxes.push({ title, content })
    process.stderr.write(`[error box] ${title}\n${content}\n`)
  },
} satisfies Partial<Electron.Dialog>

/** A key of its own in the data folder, instead of the system's key store. */
function storeKey(): Buffer {
  const file = join(app.getPath('userData'), 'stand-in-key-store')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

const backend = process.env['STAND_IN_KEY_STORE'] ?? 'gnome_libsecret'

export const safeStorage = {
  isEncryptionAvailable: () => app.isReady() && backend !== 'none',
  getSelectedStorageBackend: () => (backend === 'basic_text' ? 'basic_text' : 'gnome_libsecret'),
  encryptString: (text) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', storeKey(), nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  },
  decryptString: (bytes) => {
    const decipher = createDecipheriv('aes-256-gcm', storeKey(), bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
  },
} satisfies Partial<Electron.SafeStorage>

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }
  readonly #options: { title: string; body: string }
  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super()
    this.#options = { title, body }
  }
  show(): void {
    seen.notifications.push(this.#options)
    this.emit('show')
  }
}

export const powerMonitor = new EventEmitter()

export const screen = {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display],
} satisfies Partial<Electron.Screen>

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' as const })
