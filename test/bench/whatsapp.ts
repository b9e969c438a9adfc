/**
 * WhatsApp inside the app, against the fake server (in this process; the hub is in another): how long a
 * code and a link take, what ten linked numbers weigh, and how soon the agent gets a message. The
 * last figure includes what the fake server takes to encrypt.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readQr } from '../support/read-qr.ts'
import { startWhatsAppServer } from '../support/whatsapp-server.ts'
import type { Bench } from './bench.ts'
import { residentMb } from './processes.ts'
import { withFolder } from './with-folder.ts'

const NUMBERS = 10
const CUSTOMERS_PER_NUMBER = 20
const PER_SECOND = 100
const SETTLE_MS = 5000

interface Said {
  isUp?: true
  name?: string
  qr?: string
  codeMs?: number
  isConnected?: true
  askedMs?: number
}

const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

export const whatsapp: Bench = {
  name: 'whatsapp',
  run: ({ isQuick, log }) =>
    withFolder(async (folder) => {
      const server = await startWhatsAppServer()
      const env = { ...process.env, OMNI_DATA_DIR: folder, OMNI_PORT: '0', OMNI_LOG_LEVEL: 'error', OMNI_WHATSAPP_WS_URL: server.url }
      const hub = fork(fileURLToPath(new URL('./whatsapp-host.ts', import.meta.url)), {
        env,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      const asked: number[] = []
      const waiting = new Set<(said: Said) => void>()
      hub.on('message', (said: Said) => {
        if (said.askedMs !== undefined) asked.push(said.askedMs)
        for (const look of [...waiting]) look(said)
      })
      const told = (check: (said: Said) => boolean): Promise<Said> =>
        new Promise((resolve) => {
          const look = (said: Said): void => {
            if (!check(said)) return
            waiting.delete(look)
            resolve(said)
          }
          waiting.add(look)
        })
      await told(({ isUp }) => isUp === true)

      const codesMs: number[] = []
      const linksMs: number[] = []
      const phone = (n: number) => String(15_550_001_000 + n)
      for (let n = 0; n < NUMBERS; n += 1) {
        const name = `shop-${n}`
        hub.send({ link: name })
        const { qr = '', codeMs = Number.NaN } = await told((said) => said.name === name && said.qr !== undefined)
        codesMs.push(codeMs)
        const connected = told((said) => said.name === name && said.isConnected === true)
        const scannedAt = performance.now()
        await server.scan(readQr(qr), { phone: phone(n), name })
        await connected
        linksMs.push(performance.now() - scannedAt)
      }
      log(`${NUMBERS} numbers are linked`)
      await wait(SETTLE_MS)
      const linkedMb = residentMb(hub.pid ?? 0)

      let written = 0
      const write = () => {
        const n = written
        written += 1
        const from = String(15_559_000_000 + (Math.floor(n / NUMBERS) % CUSTOMERS_PER_NUMBER))
        return server.deliver({ to: phone(n % NUMBERS), from, text: String(performance.timeOrigin + performance.now()) })
      }
      // Everybody has written once: sessions are there, as they are in a shop.
      while (written < NUMBERS * CUSTOMERS_PER_NUMBER) await write()
      while (asked.length < written) await wait(50)
      asked.length = 0
      const count = PER_SECOND * (isQuick ? 5 : 30)
      const startedAt = performance.now()
      for (let n = 0; n < count; n += 1) {
        await wait(startedAt + (n * 1000) / PER_SECOND - performance.now())
        void write()
      }
      log(`under load: p50 ${percentile(asked, 0.5).toFixed(1)} ms`)
      const deadline = performance.now() + 30_000
      while (asked.length < count && performance.now() < deadline) await wait(50)
      const loadedMb = residentMb(hub.pid ?? 0)
      hub.kill('SIGKILL')
      await server.stop()
      const figure = (name: string, value: number, unit: string, atMost: number) => ({
        bench: 'whatsapp',
        figure: name,
        value,
        unit,
        bound: { atMost },
      })
      return [
        figure('code on screen, first number', codesMs[0] ?? Number.NaN, 'ms', 2000),
        figure('code on screen, slowest of ten', Math.max(...codesMs), 'ms', 2000),
        figure('connected after the scan, slowest of ten', Math.max(...linksMs), 'ms', 1000),
        figure('resident with ten linked numbers', linkedMb, 'MB', 400),
        figure('resident under 100 messages a second', loadedMb, 'MB', 400),
        figure('receive to agent request, p95', percentile(asked, 0.95), 'ms', 100),
        figure('messages the agent did not get', count - asked.length, '', 0),
      ]
    }),
}
