/** An app with nothing but a window, for the bench `desktop`: what the stand-in needs before anything can be painted. */
import { app, BrowserWindow } from 'electron'

await app.whenReady()
const window = new BrowserWindow({ show: false })
window.once('ready-to-show', () => {
  console.log('painted')
  app.exit(0)
})
await window.loadURL('data:text/html,<p>nothing</p>')
