/**
 * The isolated world of a page in which its preload runs, as source text for Chromium. The world
 * has the page's window and DOM but none of its variables, as in Electron.
 */
import type { MessagePort } from 'node:worker_threads'
import { decodeStructured, encodeStructured } from './structured.ts'

export const WORLD = 'electron-stand-in preload'
export const BINDING = '__standInToMain'
export const RECEIVER = '__standInFromMain'
const EXPOSE = '__stand-in-expose'

/** What the world tells the main process. */
export type ToMain =
  | { type: 'send'; channel: string; args: string }
  | { type: 'port-message'; port: number; data: string }
  | { type: 'port-closed'; port: number }
  | { type: 'preload-failed'; message: string }

/** What the main process tells the world. */
export type FromMain =
  | { type: 'deliver'; channel: string; message: string; ports: number[] }
  | { type: 'port-message'; port: number; data: string }
  | { type: 'port-closed'; port: number }

type Listener = (event: { ports: MessagePort[]; sender: unknown }, ...args: unknown[]) => void

/** The part of the DOM that the world touches; this file is checked without the DOM's types. */
interface PageWindow {
  dispatchEvent(event: Event): boolean
  addEventListener(type: string, listener: (event: { detail: string }) => void, options?: object): void
}

/** Runs in the page's own world before the preload: takes what the bridge exposes. */
function takeExposed(eventName: string): void {
  const page = globalThis as unknown as PageWindow
  const freeze = (item: unknown): unknown => {
    if (typeof item === 'object' && item !== null) for (const inner of Object.values(item)) freeze(inner)
    return Object.freeze(item)
  }
  page.addEventListener(eventName, ({ detail }) => {
    const { key, value } = JSON.parse(detail) as { key: string; value: unknown }
    Object.defineProperty(globalThis, key, { value: freeze(value), enumerable: true })
  })
}

/** Runs in the page's own world after the preload: the page cannot expose anything to itself. */
function stopExposing(eventName: string): void {
  const page = globalThis as unknown as { addEventListener(type: string, listener: (event: Event) => void, capture: boolean): void }
  page.addEventListener(eventName, (event) => event.stopImmediatePropagation(), true)
}

/** Runs in the isolated world: Electron's renderer modules, then the preload. */
function isolatedWorldSource(preload: string): string {
  const build = (
    names: { binding: string; receiver: string; expose: string },
    encode: typeof encodeStructured,
    decode: typeof decodeStructured,
  ): unknown => {
    const world = globalThis as unknown as Record<string, unknown> & PageWindow
    const toMain = (message: ToMain): void => (world[names.binding] as (text: string) => void)(JSON.stringify(message))
    const listeners = new Map<string, Listener[]>()
    const ports = new Map<number, MessagePort>()

    const ipcRenderer = {
      send: (channel: string, ...args: unknown[]) => toMain({ type: 'send', channel, args: encode(args) }),
      on(channel: string, listener: Listener) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
        return ipcRenderer
      },
      removeListener(channel: string, listener: Listener) {
        listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((other) => other !== listener),
        )
        return ipcRenderer
      },
    }
    const contextBridge = {
      exposeInMainWorld(key: string, value: unknown) {
        const detail = JSON.stringify({ key, value }, (_name, inner) => {
          if (typeof inner === 'function') throw new Error('The stand-in exposes data only.')
          return inner
        })
        world.dispatchEvent(new (world['CustomEvent'] as new (name: string, init: object) => Event)(names.expose, { detail }))
      },
    }

    /** Makes the page's end of a port, and keeps the other as the relay to the main process. */
    const makePort = (id: number): MessagePort => {
      const { port1, port2 } = new MessageChannel()
      const relay = port1 as unknown as { onmessage: unknown; onclose: unknown }
      relay.onmessage = ({ data }: { data: unknown }) => toMain({ type: 'port-message', port: id, data: encode(data) })
      relay.onclose = () => {
        ports.delete(id)
        toMain({ type: 'port-closed', port: id })
      }
      ports.set(id, port1 as unknown as MessagePort)
      return port2 as unknown as MessagePort
    }
    world[names.receiver] = (message: FromMain) => {
      if (message.type === 'deliver') {
        const event = { ports: message.ports.map(makePort), sender: ipcRenderer }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, decode(message.message))
      } else if (message.type === 'port-message') ports.get(message.port)?.postMessage(decode(message.data))
      else ports.get(message.port)?.close()
    }
    return (name: string) => {
      // As in a sandboxed preload.
      if (name !== 'electron') throw new Error(`module not found: ${name}`)
      return { ipcRenderer, contextBridge }
    }
  }
  const names = JSON.stringify({ binding: BINDING, receiver: RECEIVER, expose: EXPOSE })
  return `if (window === window.top) {
    const require = (${build.toString()})(${names}, ${encodeStructured.toString()}, ${decodeStructured.toString()});
    const module = { exports: {} };
    try { (function (require, module, exports) { ${preload}\n })(require, module, module.exports) }
    catch (error) { globalThis[${JSON.stringify(BINDING)}](JSON.stringify({ type: 'preload-failed', message: String(error) })) }
  }`
}

/** The scripts for `Page.addScriptToEvaluateOnNewDocument`, in their order. The preload has no place in frames. */
export function worldScripts(preload: string): { source: string; worldName?: string }[] {
  const inMainWorld = (run: (eventName: string) => void): { source: string } => ({
    source: `if (window === window.top) (${run.toString()})(${JSON.stringify(EXPOSE)})`,
  })
  return [inMainWorld(takeExposed), { source: isolatedWorldSource(preload), worldName: WORLD }, inMainWorld(stopExposing)]
}
