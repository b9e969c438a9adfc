/** What becomes of the built hub, and of the customers' messages, when something throws where nobody catches it. */
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { type HubProcess, startHubProcess } from '../../support/hub-process.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { type SignedIn, signIn } from '../../support/sign-in.ts'

const throwing = { NODE_OPTIONS: `--import ${new URL('../../support/throw-on-signal.ts', import.meta.url).href}` }

let folder: string
let agent: AgentServer
let hub: HubProcess
let signedIn: SignedIn | null = null
beforeEach(async () => {
  folder = newDataFolder()
  agent = await startAgentServer({ shape: 'run' })
  hub = await start()
})
afterEach(async () => {
  signedIn?.close()
  signedIn = null
  await hub.kill()
  await agent.stop()
  rmSync(folder, { recursive: true, force: true })
})

const start = () => startHubProcess(folder, 0, throwing, { expectsFaults: true })
/** Through a link that is asked for by key: it works on a hub that was restarted, too. */
async function panel() {
  signedIn ??= await signIn(hub.link)
  return signedIn.panel
}
const restarts = () => hub.complaints().split('Omni was started again after an unexpected error.').length - 1
async function throwIt(): Promise<void> {
  const before = restarts()
  hub.process.kill('SIGUSR2')
  await expect.poll(restarts).toBe(before + 1)
}
async function metric(name: string): Promise<string | undefined> {
  const text = await (await fetch(`${hub.url}/metrics`)).text()
  return new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]
}

it('an exception restarts the hub inside of its process, at its address, and the panel says so until that is dismissed', async () => {
  await throwIt()
  expect((await fetch(`${hub.url}/health`)).status).toBe(200)
  expect(hub.process.exitCode).toBeNull()
  expect(hub.complaints()).toMatch(/An unexpected error: Error: thrown by the test\n\s+at /)
  expect(await metric('omni_uncaught_exceptions_total')).toBe('1')
  expect(await metric('omni_unhandled_rejections_total')).toBe('0')
  // Nor does it go with the process.
  await hub.kill()
  hub = await start()
  const told = (await (await panel()).system.home()).attention
  expect(told).toEqual([
    {
      kind: 'setback',
      instanceName: null,
      conversationId: null,
      message: 'Omni met with an unexpected error and started itself again. No message that had arrived was lost.',
      since: expect.any(String),
    },
  ])
  await (await panel()).system.dismissSetback()
  expect((await (await panel()).system.home()).attention).toEqual([])
  expect(await metric('omni_uncaught_exceptions_total')).toBe('0')
})

it('a message that the agent has when it happens is answered by the hub that comes after', async () => {
  const own = await panel()
  const agentProfileId = await saveAgent(own, { url: agent.url, shape: 'run', agentId: 'sofia' })
  await own.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, behaviour: { gatherWindowMs: 0 } })
  const { id } = await own.simulator.open({ instanceName: 'shop' })
  agent.script({ kind: 'hang' })
  await own.simulator.say({ conversationId: id, text: 'Are you open?', clientId: 'one' })
  await agent.arrived(1)
  await throwIt()
  await agent.arrived(2)
  await expect
    .poll(async () => (await hub.rest('GET', '/traces')).body)
    .toMatchObject([{ status: 'completed', agent_response_success: true }])
})

it('a message that was under way at one after the other is left to a person, and the hub goes on', async () => {
  const own = await panel()
  const agentProfileId = await saveAgent(own, { url: agent.url, shape: 'run', agentId: 'sofia' })
  await own.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, behaviour: { gatherWindowMs: 0 } })
  const { id } = await own.simulator.open({ instanceName: 'shop' })
  agent.always({ kind: 'hang' })
  await own.simulator.say({ conversationId: id, text: 'Are you open?', clientId: 'one' })
  // At first, and taken up twice.
  for (let n = 1; n <= 3; n += 1) {
    await agent.arrived(n)
    await throwIt()
  }
  await expect
    .poll(async () => (await hub.rest('GET', '/traces')).body)
    .toMatchObject([{ status: 'failed', error_message: expect.stringMatching(/^Omni stopped unexpectedly again and again/) }])
  expect(agent.total()).toBe(3)
  signedIn?.close()
  signedIn = null
  expect((await (await hub.rest('GET', '/health')).body) as object).toMatchObject({ checks: { queue: { depth: 0 } } })
})

it('an unhandled rejection is reported and counted, and nothing is restarted', async () => {
  hub.process.kill('SIGWINCH')
  await expect.poll(() => hub.complaints()).toMatch(/An unexpected error was left unhandled: Error: rejected by the test\n\s+at /)
  expect(await metric('omni_unhandled_rejections_total')).toBe('1')
  expect(await metric('omni_uncaught_exceptions_total')).toBe('0')
  expect(restarts()).toBe(0)
  expect((await (await panel()).system.home()).attention).toEqual([])
})

it('a process that reported one fails the test that did not expect it', async () => {
  await hub.kill()
  const other = await startHubProcess(folder, 0, throwing)
  other.process.kill('SIGWINCH')
  await expect.poll(() => other.complaints()).toContain('rejected by the test')
  await expect(other.kill()).rejects.toThrow('The product reported a fault')
})

it('exceptions that come again and again end the process with one clear line, and the next one says so on its panel', async () => {
  for (let n = 0; n < 3; n += 1) await throwIt()
  hub.process.kill('SIGUSR2')
  expect(await hub.exited).toBe(1)
  expect(hub.complaints()).toMatch(/^Omni ends: unexpected errors came again and again\..*$/m)
  hub = await start()
  expect((await (await panel()).system.home()).attention).toMatchObject([{ kind: 'setback', message: expect.stringMatching(/had to end/) }])
})
