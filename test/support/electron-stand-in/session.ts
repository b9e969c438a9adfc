/** `session.defaultSession`: the permission handlers, which decide what Chromium is told. */
import type Electron from 'electron'

let checkHandler: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null
let requestHandler: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null

const defaultSession = {
  setPermissionCheckHandler: (handler) => {
    checkHandler = handler
  },
  setPermissionRequestHandler: (handler) => {
    requestHandler = handler
  },
  setDevicePermissionHandler: () => undefined,
} satisfies Partial<Electron.Session>

export const session = { defaultSession: defaultSession as unknown as Electron.Session } satisfies Partial<typeof Electron.session>

/** Electron's names of permissions, and Chromium's. Without handlers Electron grants everything. */
export const PERMISSIONS = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  midi: 'midi',
} as const

/** What the app's handlers answer to a page: granted only if both say so. */
export function isGranted(contents: Electron.WebContents, permission: keyof typeof PERMISSIONS): boolean {
  const details = { isMainFrame: true, requestingUrl: contents.getURL() }
  const isChecked = checkHandler?.(contents, permission as never, contents.getURL(), details) ?? true
  let isAnswered = true
  requestHandler?.(contents, permission as never, (answer) => (isAnswered = answer), details as never)
  return isChecked && isAnswered
}
