/** What was open when the hub was killed is taken up behind a hub that takes calls already, and before what comes then. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { NewInbound } from '../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { type AgentServer, startAgentServer } from '../support/agent-server.ts'
import { newDataFolder } from '../support/data-folder.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { freePort, type HubProcess, startHubProcess } from '../support/hub-process.ts'
import { inbound } from '../support/storage-conformance.ts'
import { storageWorker } from '../support/storage-worker.ts'

const CHATS = 50
/** Open turns of each. */
const TURNS = 80
const phoneOf = (chat: number) => `1555${String(1_000_000 + chat)}`
const textOf = (chat: number, n: number) => `chat-${chat}-turn-${n}-end`

let folder: string
let agent: AgentServer
let evolution: FakeEvolution
let hub: HubProcess
beforeEach(async () => {
  folder = newDataFolder()
  agent = await startAgentServer()
  evolution = await startEvolutionServer()
})
afterEach(async () => {
  await hub.kill()
  await evolution.stop()
  await agent.stop()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * As a hub that dies before it has answered anybody.
 * With `isMerged`, those of a chat were being answered together, and an older message had been acknowledged.
 */
async function leaveOpen({ isMerged = false } = {}): Promise<void> {
  const turnsOf = new Map<number, string[]>()
  const storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  const at = new Date().toISOString()
  for (let n = 0; n < TURNS; n += 1) {
    await Promise.all(
      Array.from({ length: CHATS }, (_, chat) =>
        accept(
          chat,
          inbound({
            externalId: `m-${chat}-${n}`,
            chat: { externalId: `${phoneOf(chat)}@s.whatsapp.net`, kind: 'direct', name: null },
            sender: { identities: [{ kind: 'phone', value: phoneOf(chat) }], name: 'Ann', avatarUrl: null },
            text: textOf(chat, n),
            sentAt: at,
            receivedAt: at,
          }),
        ),
      ),
    )
  }
  if (isMerged) {
    for (const [leader = '', ...followers] of turnsOf.values()) await storage.mergeTurns(leader, followers, at)
    const [{ id: instanceId = 0 } = {}] = await storage.listInstances()
    await storage.journalCall({ instanceId, arrivedAtMs: Date.now(), text: JSON.stringify(lateCall()) })
  }
  await storage.close()

  async function accept(chat: number, message: NewInbound): Promise<void> {
    await storage.acceptInbound(message)
    turnsOf.set(chat, [...(turnsOf.get(chat) ?? []), message.turnId ?? ''])
  }
}

const lateCall = () => ({
  event: 'messages.upsert',
  instance: 'shop',
  data: {
    key: { remoteJid: `${phoneOf(CHATS - 1)}@s.whatsapp.net`, fromMe: false, id: 'LATE' },
    pushName: 'Ann',
    message: { conversation: 'new-one-end' },
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1000) - 60,
  },
})

const recovering = async () =>
  ((await (await fetch(`${hub.url}/health`)).json()) as { checks: { queue: { depth: number; recovering: number } } }).checks.queue

/** A hub that is killed with one message under way and `leaveOpen`'s behind it, and is started again. */
async function restartWithOpenTurns(options: { isMerged?: boolean } = {}): Promise<void> {
  const port = await freePort()
  hub = await startHubProcess(folder, port)
  await hub.rest('POST', '/instances', {
    name: 'shop',
    evolution_url: evolution.url,
    evolution_key: evolution.apiKey,
    agent_api_url: agent.url,
    message_debounce_ms: 20,
    message_debounce_max_ms: 200,
  })
  evolution.scan('shop')
  agent.always({ kind: 'hang' })
  await evolution.deliverInbound('shop', { from: phoneOf(CHATS), text: 'first-of-all-end' })
  await agent.arrived(1)
  await hub.kill()
  await leaveOpen(options)
  agent.reset()
  agent.always({ kind: 'answer', body: { message: 'Yes.', success: true, session_id: 's', user_id: 'u' } })
  hub = await startHubProcess(folder, port)
}

/** How often the agent was asked each text. */
async function askedInTheEnd(): Promise<{ asked: string; times: Map<string, number> }> {
  await expect.poll(async () => (await recovering()).depth, { timeout: 120_000 }).toBe(0)
  const asked = agent.requests.map(({ body }) => JSON.stringify(body)).join()
  const times = new Map<string, number>()
  for (const [text] of asked.matchAll(/(?:chat-\d+-turn-\d+|first-of-all|new-one)-end/g)) times.set(text, (times.get(text) ?? 0) + 1)
  return { asked, times }
}

const older = Array.from({ length: CHATS * TURNS }, (_, n) => textOf(n % CHATS, Math.floor(n / CHATS)))

it('acknowledges a message before thousands of open turns are back, and answers it after the older ones of its customer', {
  timeout: 180_000,
}, async () => {
  await restartWithOpenTurns()
  const { hooks } = await evolution.deliverInbound('shop', { from: phoneOf(CHATS - 1), text: 'new-one-end' })
  const { recovering: left } = await recovering()
  expect(hooks.map(({ outcome }) => outcome)).toContain('delivered')
  expect(left).toBeGreaterThan(0)

  const { asked, times } = await askedInTheEnd()
  expect(['first-of-all-end', 'new-one-end', ...older].filter((text) => times.get(text) !== 1)).toEqual([])
  const places = [textOf(CHATS - 1, 0), textOf(CHATS - 1, TURNS - 1), 'new-one-end'].map((text) => asked.indexOf(text))
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

it('answers together with an older message that was not handled yet all that was being answered together when it was killed', {
  timeout: 180_000,
}, async () => {
  await restartWithOpenTurns({ isMerged: true })
  const { asked, times } = await askedInTheEnd()
  expect(['first-of-all-end', 'new-one-end', ...older].filter((text) => times.get(text) !== 1)).toEqual([])
  expect(asked.indexOf('new-one-end')).toBeLessThan(asked.indexOf(textOf(CHATS - 1, 0)))
})
