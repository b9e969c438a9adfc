/**
 * Kills the hub again and again under load, at moments of every stage, and counts at the fake
 * servers what became of each acknowledged message.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startAgentServer } from './agent-server.ts'
import { startEvolutionServer } from './evolution-server.ts'
import { freePort, type HubProcess, startHubProcess } from './hub-process.ts'

const CUSTOMERS = 12
/** Each customer has written this often before the round's kill, at most. */
const PER_ROUND = 3

/** What to wait for before the kill; `random` is any moment of up to half a second. */
const MOMENTS = ['webhook', 'agent', 'send', 'random'] as const

export interface KillReport {
  rounds: number
  acknowledged: number
  answeredOnce: number
  /** Left for a person to decide: may have been sent, shown as such. */
  unknown: number
  /** Each with what the database holds about it. */
  lost: string[]
  answeredTwice: string[]
  killedAt: Record<string, number>
  /** Kills while calls waited in the journal. */
  withJournal: number
  /** Files of the journal when everything is handled. */
  journalLeft: string[]
}

export async function killLoop(options: { rounds: number; random?: () => number }): Promise<KillReport> {
  const { rounds, random = Math.random } = options
  const folder = mkdtempSync(join(tmpdir(), 'omni-kill-'))
  const port = await freePort()
  const retryDelaysMs = Array.from({ length: 60 }, () => 100)
  const evolution = await startEvolutionServer({ retryDelaysMs })
  const agent = await startAgentServer({ delayMs: 5 })
  let hub: HubProcess | null = null
  const acknowledged = new Set<string>()
  const killedAt: Record<string, number> = {}
  let withJournal = 0
  try {
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
    const deliveries: Promise<void>[] = []
    let counter = 0
    for (let round = 0; round < rounds; round += 1) {
      const written: Promise<void>[] = []
      for (let n = 0; n < CUSTOMERS * PER_ROUND; n += 1) {
        counter += 1
        const text = `question-${counter}-end`
        const delivered = evolution
          .deliverInbound('shop', { from: `155500${String(10_000 + (n % CUSTOMERS))}`, text })
          .then(({ hooks }) => {
            if (hooks.some((hook) => hook.outcome === 'delivered')) acknowledged.add(text)
          })
        written.push(delivered)
      }
      deliveries.push(...written)
      const moment = MOMENTS[round % MOMENTS.length] ?? 'random'
      await reach(moment, { evolution, agent, written, random })
      killedAt[moment] = (killedAt[moment] ?? 0) + 1
      await hub.kill()
      if (journalFiles(folder).length > 0) withJournal += 1
      hub = await startHubProcess(folder, port)
    }
    await Promise.all(deliveries)
    await settled(hub)
    const unknown = unknownTexts(join(folder, 'omni.db'))
    const sent = evolution.sent.map((message) => message.text)
    const times = (text: string) => sent.filter((answer) => answer.includes(text)).length
    const all = [...acknowledged]
    return {
      rounds,
      acknowledged: all.length,
      answeredOnce: all.filter((text) => times(text) === 1).length,
      unknown: unknown.length,
      lost: all
        .filter((text) => times(text) === 0 && !unknown.some((answer) => answer.includes(text)))
        .map((text) => storyOf(join(folder, 'omni.db'), text)),
      answeredTwice: all.filter((text) => times(text) > 1),
      killedAt,
      withJournal,
      journalLeft: journalFiles(folder),
    }
  } finally {
    await hub?.kill()
    await evolution.stop()
    await agent.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Scene {
  evolution: Awaited<ReturnType<typeof startEvolutionServer>>
  agent: Awaited<ReturnType<typeof startAgentServer>>
  written: Promise<void>[]
  random: () => number
}

async function reach(moment: (typeof MOMENTS)[number], { evolution, agent, written, random }: Scene): Promise<void> {
  const ahead = 1 + Math.floor(random() * 8)
  switch (moment) {
    case 'webhook':
      await Promise.race(written)
      return
    case 'agent':
      await agent.arrived(agent.total() + ahead)
      return
    case 'send':
      await evolution.whenReceived('sendText', evolution.receivedBy('sendText').length + ahead)
      return
    case 'random':
      // The moment itself is what is random here; nothing is awaited by it.
      await new Promise((resolve) => setTimeout(resolve, random() * 500))
  }
}

const journalFiles = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('omni.db.call-journal-'))

/** Until the hub says that nothing waits or is under way. */
async function settled(hub: HubProcess): Promise<void> {
  while (true) {
    const health = (await (await fetch(`${hub.url}/health`)).json()) as { checks: { queue: { depth: number } } }
    if (health.checks.queue.depth === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The answers that the panel shows as "may have been sent". */
function unknownTexts(file: string): string[] {
  const db = new Database(file, { readonly: true })
  const rows = db.prepare<[], { text: string }>("SELECT text FROM messages WHERE delivery_state = 'unknown'").all()
  db.close()
  return rows.map((row) => row.text)
}

/** A text that got no answer, with the rows about it: what to look at when the loop fails. */
function storyOf(file: string, text: string): string {
  const db = new Database(file, { readonly: true })
  const messages = db.prepare<[string], { id: string }>('SELECT * FROM messages WHERE text LIKE ?').all(`%${text}%`)
  const turns = messages.map(({ id }) => db.prepare('SELECT * FROM turns WHERE id IN (SELECT turn_id FROM messages WHERE id = ?)').all(id))
  db.close()
  return JSON.stringify({ text, messages, turns })
}
