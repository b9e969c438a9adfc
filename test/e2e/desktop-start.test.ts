/** What the desktop app says when its hub cannot start, and what can be done about it. On the stand-in, as somebody has to press a button. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { desktop as english } from '../../src-renderer/i18n/en/desktop.ts'
import { runDesktopToItsEnd, type StandInDesktop } from '../support/desktop.ts'
import { type PlayedDesktop, playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { startTestHub } from '../support/hub.ts'
import { panelHasData } from '../support/panel.ts'

const PATIENCE = { timeout: 30_000, interval: 100 }
const { start: words } = english

let played: PlayedDesktop
let app: StandInDesktop | null = null
beforeEach(() => {
  played = playDesktop()
})
afterEach(async () => {
  await app?.quit()
  app = null
  played.remove()
})

async function question(running: StandInDesktop) {
  await vi.waitUntil(async () => (await running.state()).questions.some(({ isOpen }) => isOpen), PATIENCE)
  return (await running.state()).questions.find(({ isOpen }) => isOpen)
}

async function takePort(answer = 'I am no Omni'): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => response.end(answer)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

describe('a hub that cannot start', () => {
  it('says that another program has its port, and starts as soon as that one is closed', async () => {
    const { server, port } = await takePort()
    app = startPlayed(played, [], { OMNI_PORT: String(port) })
    expect(await question(app)).toMatchObject({
      message: words.couldNot,
      detail: words.portTaken.replace('{{port}}', String(port)),
      buttons: [words.tryAgain, words.close],
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await app.ask({ call: 'answer', button: words.tryAgain })
    await panelHasData(await app.whenPage())
  })

  it('is not taken in by a program that answers like nobody', async () => {
    const { server, port } = await takePort('{"checks":null}')
    app = startPlayed(played, [], { OMNI_PORT: String(port) })
    expect(await question(app)).toMatchObject({ message: words.couldNot })
    await app.ask({ call: 'answer', button: words.close })
    expect(await app.exited).toBe(1)
    server.closeAllConnections()
    server.close()
  })

  it('opens the panel of another Omni that has its port', async () => {
    const other = await startTestHub()
    app = startPlayed(played, [], { OMNI_PORT: new URL(other.url).port })
    expect(await question(app)).toMatchObject({ message: words.other, buttons: [words.openPanel, words.tryAgain, words.close] })
    expect((await question(app))?.detail).toContain(other.url)
    await app.ask({ call: 'answer', button: words.openPanel })
    expect(await app.exited).toBe(0)
    await other.stop()
  })

  it('opens the panel of the Omni that works on the same data', async () => {
    const other = await startTestHub({ folder: played.folder })
    app = startPlayed(played)
    expect(await question(app)).toMatchObject({ message: words.other })
    expect((await question(app))?.detail).toContain(other.url)
    await app.ask({ call: 'answer', button: words.openPanel })
    expect(await app.exited).toBe(0)
    await other.stop()
  })
})

describe('two programs that are started at once on one data folder', () => {
  it('become one: the other ends quietly, and the first shows its window', async () => {
    const both = [startPlayed(played), startPlayed(played)]
    const first = await Promise.race(both.map(({ exited }, index) => exited.then((code) => ({ code, index }))))
    expect(first.code).toBe(0)
    app = both[1 - first.index] ?? null
    if (app === null) throw new Error('one of them goes on')
    await panelHasData(await app.whenPage())
    expect((await app.state()).questions).toEqual([])
  })
})

describe('a setting of the process that is not valid', () => {
  it('is told in the language of the system, and nothing is started', async () => {
    const env = { ...played.env, AUTOMAGIK_OMNI_API_KEY: 'short', STAND_IN_LANGUAGES: 'pt-BR,en' }
    const { exitCode, output } = await runDesktopToItsEnd(played.folder, env)
    expect(exitCode).toBe(1)
    expect(output).toContain('A configuração "AUTOMAGIK_OMNI_API_KEY" não é válida. A chave precisa de pelo menos 8 caracteres.')
  })
})
