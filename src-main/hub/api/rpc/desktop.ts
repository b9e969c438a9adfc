import { OmniError } from '../../../../src-shared/errors.ts'
import type { DesktopPowers } from '../../runtime/desktop-powers.ts'
import { os } from './base.ts'

function powers(desktop: DesktopPowers | null): DesktopPowers {
  if (desktop === null) throw new OmniError('not_found', 'Omni does not run as a desktop app here.')
  return desktop
}

export const desktopProcedures = {
  get: os.desktop.get.handler(({ context }) => context.desktop?.state() ?? null),
  change: os.desktop.change.handler(({ input, context }) => powers(context.desktop).change(input)),
  dismissKeyStore: os.desktop.dismissKeyStore.handler(({ context }) => {
    powers(context.desktop).dismissKeyStore()
    return { dismissed: true as const }
  }),
  remember: os.desktop.remember.handler(({ input, context }) => {
    // A browser elsewhere has a language and quiet hours of its own.
    if (context.sessionId !== null) throw new OmniError('forbidden', "Only the desktop app's own window says that.")
    powers(context.desktop).remember(input)
    return { remembered: true as const }
  }),
}
