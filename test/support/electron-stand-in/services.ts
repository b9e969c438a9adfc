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
  clipboard: [] as string[],
  /** Questions that were asked, with those still open. */
  questions: [] as { message: string; detail: string; buttons: string[]; isOpen: boolean }[],
  /** Ids of the blockers of sleep that are in force. */
  blockers: [] as number[],
}

/** Resolves what `showMessageBox` waits for, the oldest first. */
const answers: ((response: number) => void)[] = []

/** A person presses a button of the oldest open question. */
export function answerQuestion(label: string): void {
  const question = seen.questions.find(({ isOpen }) => isOpen)
  const response = question?.buttons.indexOf(label) ?? -1
  if (question === undefined || response < 0) throw new Error(`No question has the button "${label}".`)
  question.isOpen = false
  answers.shift()?.(response)
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
  showMessageBox: (async ({ message, detail = '', buttons = ['OK'] }: Electron.MessageBoxOptions) => {
    seen.questions.push({ message, detail, buttons, isOpen: true })
    process.stderr.write(`[question] ${message}\n${detail}\n[${buttons.join('] [')}]\n`)
    const response = await new Promise<number>((resolve) => answers.push(resolve))
    return { response, checkboxChecked: false }
  }) as Electron.Dialog['showMessageBox'],
} satisfies Partial<Electron.Dialog>

export const clipboard = {
  writeText: async (text) => {
    seen.clipboard.push(text)
  },
} satisfies Partial<Electron.Clipboard>

let lastBlocker = 0
export const powerSaveBlocker = {
  start: () => {
    lastBlocker += 1
    seen.blockers.push(lastBlocker)
    return lastBlocker
  },
  stop: (id) => {
    seen.blockers = seen.blockers.filter((other) => other !== id)
    return true
  },
  isStarted: (id) => seen.blockers.includes(id),
} satisfies Partial<Electron.PowerSaveBlocker>

export const crashReporter = { start: () => undefined } satisfies Partial<Electron.CrashReporter>

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
  /** Held weakly, as by Electron: a click on one that the app has let go does nothing. */
  static readonly shown: WeakRef<Notification>[] = []
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
    Notification.shown.push(new WeakRef(this))
    this.emit('show')
  }
  close(): void {
    this.emit('close')
  }
}

export const powerMonitor = new EventEmitter()

export const screen = {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display],
} satisfies Partial<Electron.Screen>

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' as const })
