import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readQr } from '../../support/read-qr.ts'
import { type KillableHub, startKillableHub } from '../../support/whatsapp-server/killable-hub.ts'
import { SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ROUNDS = 8
const CUSTOMERS_A_ROUND = 4

describe('a WhatsApp account whose hub is killed', () => {
  let folder: string
  let whatsapp: FakeWhatsApp
  let hub: KillableHub

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'omni-whatsapp-'))
    whatsapp = await startWhatsAppServer()
    hub = await startKillableHub(folder, whatsapp.url)
  })
  afterEach(async () => {
    await hub.kill()
    await whatsapp.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const restart = async () => {
    await hub.kill()
    hub = await startKillableHub(folder, whatsapp.url)
  }
  const isConnected = ({ state }: { state: string }) => state === 'connected'
  const scan = async () => {
    await hub.connect()
    const { qr } = await hub.when((connection) => connection.qr !== null)
    return whatsapp.scan(readQr(qr?.image ?? ''), SHOP)
  }
  const devices = () => whatsapp.accounts.get(SHOP.phone)?.devices.length ?? 0

  /** What WhatsApp sees of a pairing, in its order: the hub is killed at the very moment of each. */
  const moments: [string, () => true | undefined][] = [
    ['it has confirmed the link', () => (devices() === 1 ? true : undefined)],
    ['it connects again', () => (whatsapp.connections.length >= 2 ? true : undefined)],
    ['it logs in', () => (whatsapp.connections.some(({ outcome }) => outcome === 'logged_in') ? true : undefined)],
    ['its keys arrive', () => ((whatsapp.accounts.get(SHOP.phone)?.device?.bundle.preKeyCount ?? 0) > 0 ? true : undefined)],
  ]
  for (const [moment, has] of moments) {
    it(`while linking, as ${moment}, needs no new code`, async () => {
      const reached = whatsapp.when(has)
      await scan()
      await reached
      await restart()
      await hub.when(isConnected)
      expect(devices()).toBe(1)
      await whatsapp.deliver({ to: SHOP.phone, from: '15552223333', text: 'Hello' })
      const [answer] = await whatsapp.whenReceived(1)
      expect(answer?.to).toBe('15552223333')
    })
  }

  it('while it shows a code is simply not linked, and can be', async () => {
    await hub.connect()
    await hub.when((connection) => connection.qr !== null)
    await restart()
    await hub.when(
      ({ state, message }) => state === 'disconnected' && message === 'WhatsApp is not linked. Press Connect and scan the code.',
    )
    await scan()
    await hub.when(isConnected)
  })

  it(`${ROUNDS} times under traffic, and dropped in between: nothing is lost, nobody is answered twice`, { timeout: 300_000 }, async () => {
    await scan()
    await hub.when(isConnected)
    const customers: string[] = []
    const allAnswered = () =>
      whatsapp.when(() => (new Set(whatsapp.received.map(({ to }) => to)).size === customers.length ? true : undefined))
    for (let round = 0; round < ROUNDS; round += 1) {
      // As one of these is confirmed, or one is answered, or nothing has happened yet: right then.
      const confirmed = whatsapp.receipts.length + 1 + (round % 3)
      const answered = whatsapp.received.length + 1 + (round % CUSTOMERS_A_ROUND)
      const moments = [
        () => whatsapp.when(() => (whatsapp.receipts.length >= confirmed ? true : undefined)),
        () => whatsapp.whenReceived(answered),
        async () => undefined,
      ]
      for (let n = 0; n < CUSTOMERS_A_ROUND; n += 1) {
        const from = `1555${String(1_000_000 + customers.length)}`
        customers.push(from)
        await whatsapp.deliver({ to: SHOP.phone, from, text: 'Hello', addressing: n % 2 === 0 ? 'phone' : 'lid' })
      }
      await moments[round % moments.length]?.()
      if (round % 4 === 3) whatsapp.drop(round % 8 === 3 ? 503 : undefined)
      else await restart()
      await allAnswered()
    }
    const answers = new Map<string, number>()
    for (const { to } of whatsapp.received) answers.set(to, (answers.get(to) ?? 0) + 1)
    expect([...answers].filter(([, times]) => times > 1)).toEqual([])
    expect(devices()).toBe(1)
    expect(whatsapp.problems).toEqual([])
  })
})
