import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { shownFields } from '../../../../src-shared/declared-form.ts'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import type { Logger } from '../../observe/logger.ts'
import { realTimers } from '../../runtime/timers.ts'
import type { OpenTunnel, TunnelContext } from '../port.ts'
import { createCloudflared } from './cloudflared.ts'

/** A program of our own that behaves as the real one. */
const PROGRAMS = fileURLToPath(new URL('../../../../test/support/cloudflared', import.meta.url))
const TOKEN = 'eyJhIjoic2VjcmV0In0='

let folder: string
let record: string
let tunnels: OpenTunnel[]
let logged: string
let saved: Record<string, unknown>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-cloudflared-'))
  record = join(folder, 'starts')
  tunnels = []
  logged = ''
  saved = {}
})
afterEach(async () => {
  await Promise.all(tunnels.map((tunnel) => tunnel.close()))
  rmSync(folder, { recursive: true })
})

const write = (facts: object): void => {
  logged += JSON.stringify(facts)
}
const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log }
const envOf = (plays: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${PROGRAMS}${delimiter}${process.env['PATH']}`,
  CLOUDFLARED_PLAYS: plays,
  CLOUDFLARED_RECORD: record,
  OMNI_API_KEY: 'ours',
  TUNNEL_TOKEN: 'of-another-program',
})
const named = { settings: { kind: 'named', publicUrl: 'hooks.shop.example' }, secrets: { token: TOKEN } }

async function open(plays = 'well', given: Partial<TunnelContext> = {}): Promise<OpenTunnel> {
  const provider = createCloudflared(envOf(plays))
  const tunnel = await provider.open({
    target: { host: '127.0.0.1', port: 4321 },
    secrets: {},
    log,
    timers: realTimers,
    signal: new AbortController().signal,
    saveSettings: async (patch) => void Object.assign(saved, patch),
    ...given,
    settings: provider.parseSettings(given.settings ?? {}),
  })
  tunnels.push(tunnel)
  return tunnel
}

interface Start {
  pid: number
  args: string[]
  TUNNEL_TOKEN?: string
  OMNI_API_KEY?: string
}
const starts = (): Start[] =>
  readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Start)

function isAlive(pid = 0): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('says how it is installed where it is not', async () => {
  expect(await createCloudflared({ PATH: folder }).unavailable?.()).toContain('is not on this computer')
  expect(await createCloudflared(envOf('well')).unavailable?.()).toBeNull()
})

it('reads the address of a quick tunnel, and is up when it is connected', async () => {
  const tunnel = await open()
  expect(tunnel).toMatchObject({ publicUrl: 'https://four-words-by-chance.trycloudflare.com', isProvenFromHere: true })
  expect(starts()[0]?.args.slice(-2)).toEqual(['--url', 'http://127.0.0.1:4321'])
})

it('gives it neither our secrets nor the tunnel of another program', async () => {
  await open()
  expect(starts()[0]).not.toHaveProperty('OMNI_API_KEY')
  expect(starts()[0]).not.toHaveProperty('TUNNEL_TOKEN')
})

it('hands the token of a named tunnel over where nobody else sees it, and keeps it out of the log', async () => {
  const tunnel = await open('leaks', named)
  expect(tunnel.publicUrl).toBe('https://hooks.shop.example')
  expect(starts()[0]).toMatchObject({ TUNNEL_TOKEN: TOKEN })
  expect(starts()[0]?.args.join(' ')).not.toContain(TOKEN)
  expect(logged).toContain('map[token:…]')
  expect(logged).not.toContain(TOKEN)
})

it('needs a token and an address for a tunnel of an account, and nothing for a quick one', () => {
  const { type, parseSettings } = createCloudflared({})
  const needed = (kind: string) => shownFields(type.fields, { kind }).flatMap(({ required, name }) => (required ? [name] : []))
  expect(needed('named')).toEqual(['kind', 'token', 'publicUrl'])
  expect(needed('quick')).toEqual(['kind'])
  expect(() => parseSettings({ kind: 'named' })).toThrow('public address')
})

it.each([
  ['bad-token', named],
  ['bad-secret', named],
])('stops at a token that is not accepted: %s', async (plays, given) => {
  await expect(open(plays, given)).rejects.toMatchObject({ failure: 'credentials', isFinal: true })
  expect(isAlive(starts()[0]?.pid)).toBe(false)
})

it('says that there are no more quick tunnels for now, and when to come back', async () => {
  await expect(open('limit')).rejects.toMatchObject({ failure: 'quota', isFinal: false, retryAfterMs: expect.any(Number) })
})

it('says in its words why it ended', async () => {
  await expect(open('offline')).rejects.toMatchObject({ failure: 'program', message: expect.stringContaining('no such host') })
})

it('takes output without end for what it is worth', async () => {
  expect((await open('noisy')).publicUrl).toContain('trycloudflare.com')
  expect(logged.length).toBeLessThan(20_000)
})

it('is over when the program ends, and ends it when it is closed, also one that does not listen', async () => {
  const killed = await open()
  process.kill(starts()[0]?.pid ?? 0, 'SIGKILL')
  expect(await killed.closed).toMatchObject({ failure: 'program' })
  const timers = manualTimers({ runsAtOnceUpTo: 3000 })
  const deaf = await open('deaf', { timers })
  await deaf.close()
  expect(await deaf.closed).toBeNull()
  expect(isAlive(starts()[1]?.pid)).toBe(false)
})

it('ends it when it is switched off while it opens', async () => {
  writeFileSync(`${record}.away`, '')
  const off = new AbortController()
  const opening = open('well', { signal: off.signal })
  await expect.poll(() => existsSync(record)).toBe(true)
  off.abort()
  await expect(opening).rejects.toMatchObject({ failure: 'unreachable' })
  expect(isAlive(starts()[0]?.pid)).toBe(false)
})

it('counts one as lost that has had no connection for a minute, and not before', async () => {
  const timers = manualTimers({ runsAtOnceUpTo: 250 })
  const tunnel = await open('well', { timers })
  let lost: unknown = null
  void tunnel.closed.then((error) => {
    lost = error
  })
  const begin = timers.now()
  writeFileSync(`${record}.away`, '')
  await expect
    .poll(() => {
      if (timers.nextInMs() !== null) timers.advance(1000)
      return lost
    })
    .toMatchObject({ failure: 'lost' })
  expect(timers.now() - begin).toBeGreaterThanOrEqual(60_000)
})

it('ends one that outlived a former run, and nothing else that has its number now', async () => {
  await open()
  const left = starts()[0]?.pid ?? 0
  const settings = { started: saved['started'] }
  await open('well', { settings: { started: { pid: left, command: 'another program' } } })
  expect(isAlive(left)).toBe(true)
  await open('well', { settings })
  await expect.poll(() => isAlive(left)).toBe(false)
})
