/**
 * A stand-in for Electron, for machines that cannot have its binary. It runs the built main bundle
 * and preload under plain Node, with a real Chromium page behind `BrowserWindow`:
 *
 *   node --import test/support/electron-stand-in/register.ts out/main/desktop.js
 *
 * The page, its isolated preload world, the context bridge, MessagePorts, navigation and
 * permissions are Chromium's own, reached over the DevTools protocol; what lies between them and
 * the main process is played here.
 *
 * Known limits: one session; the context bridge carries data, not functions; a page is served over
 * loopback HTTP instead of a custom scheme (the main process sees the scheme's address), and
 * cannot load from a scheme that is not `standard`; windows have no real place on a screen; menus are read and
 * chosen from, not drawn; the tray has a place where the test plays a desktop (`STAND_IN_DESKTOP`).
 */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
  },
})
