/**
 * Gives the panel its MessagePort to the hub. The page asks through the preload; what asks is
 * checked, and only the newest port is kept: a reload leaves nothing of the old page behind.
 */
import { type IpcMain, type IpcMainEvent, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { isPanelUrl } from './addresses.ts'

export interface PortHandover {
  ipcMain: Pick<IpcMain, 'on'>
  developmentUrl: string | null
  /** The page of the one window; null while there is none. */
  panel(): WebContents | null
  /** Serves the hub over a started port. Rejects while there is no hub. */
  serve(port: MessagePortMain): Promise<void>
  log(message: string): void
}

export function handOverPorts({ ipcMain, developmentUrl, panel, serve, log }: PortHandover): void {
  let current: MessagePortMain | null = null
  ipcMain.on('omni:request-port', (event) => {
    const frame = trustedFrame(event, panel(), developmentUrl)
    if (frame === null) {
      log('A page that is not the panel asked for a way to the hub.')
      return
    }
    current?.close()
    const { port1, port2 } = new MessageChannelMain()
    current = port1
    // Messages that come before the hub serves the port wait in it until it is started.
    serve(port1).then(
      () => port1.start(),
      (error: unknown) => {
        log(`The panel could not be connected: ${String(error)}`)
        port1.close()
      },
    )
    frame.postMessage('omni:port', null, [port2])
  })
}

/** The main frame of the panel's own page, if that is who sent this. */
function trustedFrame(event: IpcMainEvent, panel: WebContents | null, developmentUrl: string | null) {
  const frame = event.senderFrame
  if (frame === null || panel === null || event.sender !== panel) return null
  return frame.parent === null && isPanelUrl(frame.url, developmentUrl) ? frame : null
}
