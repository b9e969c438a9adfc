import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { behaviourSchema } from '../../../../src-shared/contract/instances.ts'
import { newDataFolder } from '../../../../test/support/data-folder.ts'
import { type ManualTimers, manualTimers } from '../../../../test/support/manual-timers.ts'
import { inbound, instanceRecord } from '../../../../test/support/storage-conformance.ts'
import { openStorageInThread, type StorageInThread } from '../../../../test/support/storage-in-thread.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Channel, InboundMedia } from '../../channels/port.ts'
import { createMediaFetcher, type MediaFetcher } from '../../inbox/media/fetcher.ts'
import { createMediaTextService, type MediaTextService } from '../../inbox/media-text/service.ts'
import type { Heard } from '../../inbox/media-text/transcribe.ts'
import { createLiveBus } from '../../live/bus.ts'
import { createLiveEvents } from '../../live/events.ts'
import { silentLog } from '../../observe/log.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import { createFilesFirst, type FilesFirst } from './files-first.ts'

const READY: Heard = { state: 'ready', text: 'Two cakes', isShortened: false, by: null, language: null }
const WAIT_MS = 30_000

let folder: string
let database: StorageInThread
let timers: ManualTimers
let instance: RunningInstance
let media: MediaFetcher
let understanding: MediaTextService
let filesFirst: FilesFirst
/** What comes of the next file that is read. */
let heard: PromiseWithResolvers<Heard>
/** What comes of the next file that is fetched. */
let fetched: PromiseWithResolvers<Uint8Array>

beforeEach(async () => {
  folder = newDataFolder()
  database = openStorageInThread(join(folder, 'omni.db'))
  timers = manualTimers({ startAt: Date.now() })
  heard = Promise.withResolvers()
  fetched = Promise.withResolvers()
  const record = await database.storage.createInstance(instanceRecord('shop'))
  instance = { record, channel: { fetchMedia: () => fetched.promise } as unknown as Channel } as RunningInstance
  const { storage } = database
  const instances = { find: () => instance, get: () => instance }
  const liveEvents = createLiveEvents(createLiveBus(), () => 'whatsapp')
  const read = () => heard.promise
  understanding = createMediaTextService({
    storage,
    instances,
    readers: { speech: read, document: read },
    liveEvents,
    log: silentLog,
    timers,
  })
  media = createMediaFetcher({
    storage,
    instances,
    liveEvents,
    log: silentLog,
    timers,
    maxBytes: 1000,
    timeoutMs: 1000,
    onSettled: (message) => understanding.fileSettled(message),
  })
  filesFirst = createFilesFirst({ storage, media, mediaText: understanding })
  setUp({ documents: { isOn: true }, voice: { waitMs: WAIT_MS } })
})
afterEach(async () => {
  heard.resolve({ state: 'failed', problem: 'The test is over.' })
  fetched.resolve(new Uint8Array())
  await Promise.all([media.stop(), understanding.stop()])
  database.close()
  rmSync(folder, { recursive: true })
})

function setUp(of: object): void {
  instance.record.behaviour = behaviourSchema.parse({ mediaText: of })
}
const file = (overrides: Partial<InboundMedia> = {}): InboundMedia => ({
  mimeType: 'application/pdf',
  fileName: 'order.pdf',
  sizeBytes: 4,
  durationSeconds: null,
  width: null,
  height: null,
  isVoiceNote: false,
  bytes: new Uint8Array([1, 2, 3, 4]),
  url: null,
  ...overrides,
})
const AT_THE_PLATFORM = { bytes: null, source: { where: 'there' } }

async function receive(
  attached: InboundMedia | null,
  changes: Partial<TurnItem> = {},
  kind: MessageKind = attached === null ? 'text' : 'document',
): Promise<TurnItem> {
  const accepted = await database.storage.acceptInbound(
    inbound({ kind, media: attached, receivedAt: new Date(timers.now()).toISOString() }),
  )
  understanding.notice(instance, accepted.message)
  await settle()
  return {
    kind: 'turn',
    turnId: accepted.turnId ?? '',
    instanceName: 'shop',
    message: accepted.message,
    conversation: accepted.conversation,
    contact: accepted.contact,
    receivedAtMs: timers.now(),
    receivedTick: performance.now(),
    steps: [],
    decision: null,
    isRecovered: false,
    ...changes,
  }
}
/** Lets everything happen that does not wait for a file or for time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
/** Begins, and tells whether it is over. */
function begin(leader: TurnItem, items: TurnItem[] = [leader]) {
  const state = { isOver: false, done: filesFirst(instance, leader, items) }
  void state.done.then(() => {
    state.isOver = true
  })
  return state
}
const steps = ({ steps: all }: TurnItem) => all.map(({ stage, status, detail }) => [stage, status, detail])

describe('an answer', () => {
  it('waits for the words of a file, has them, and its trace says so', async () => {
    const item = await receive(file())
    const waiting = begin(item)
    await settle()
    expect(waiting.isOver).toBe(false)
    heard.resolve(READY)
    await waiting.done
    expect(item.message.media?.mediaText).toMatchObject({ state: 'ready', characters: 9 })
    expect(steps(item)).toEqual([['media_text', 'ok', 'What the files say was put into words.']])
  })

  it('is given without the words that do not come in time', async () => {
    const item = await receive(file())
    const waiting = begin(item)
    await settle()
    timers.advance(WAIT_MS - 1)
    await settle()
    expect(waiting.isOver).toBe(false)
    timers.advance(1)
    await waiting.done
    expect(steps(item)).toEqual([['media_text', 'failed', 'Not put into words within 30 s: the agent is told what kind of file came.']])
  })

  it('is given without the words that nobody could read, and its trace says why', async () => {
    const item = await receive(file())
    const waiting = begin(item)
    heard.resolve({ state: 'failed', problem: 'It is locked by a password.' })
    await waiting.done
    expect(steps(item)).toEqual([['media_text', 'failed', 'Not put into words: It is locked by a password.']])
    expect(item.message.media?.mediaText).toMatchObject({ state: 'failed' })
  })

  it('waits for nothing where no file came', async () => {
    const item = await receive(null)
    await filesFirst(instance, item, [item])
    expect(item.steps).toEqual([])
  })

  it('waits for nothing where files are not put into words and the file is here', async () => {
    setUp({})
    const item = await receive(file())
    const before = item.message
    await filesFirst(instance, item, [item])
    expect([item.steps, item.message === before]).toEqual([[], true])
  })

  it('waits for the words of all its files, which the first one tells of', async () => {
    const [text, first] = [await receive(null), await receive(file())]
    const second = await receive(file({ bytes: new Uint8Array([9]) }))
    const waiting = begin(text, [text, first, second])
    await settle()
    heard.resolve(READY)
    await waiting.done
    expect([first, second].map(({ message }) => message.media?.mediaText?.state)).toEqual(['ready', 'ready'])
    expect([text, first, second].map(steps)).toEqual([[['media_text', 'ok', 'What the files say was put into words.']], [], []])
  })

  it.each([
    ['audio', { voice: { agentProfileId: 'ear', waitMs: WAIT_MS } }],
    ['document', { documents: { isOn: true } }],
  ] as const)('has the file as it is now, where only those of kind %s are put into words', async (kind, of) => {
    setUp(of)
    const item = await receive(file(), {}, kind)
    heard.resolve(READY)
    await settle()
    await filesFirst(instance, item, [item])
    expect(item.message.media?.mediaText).toMatchObject({ state: 'ready' })
  })
})

describe('an answer to a file that is still at the platform', () => {
  it('waits until it is here, also where files are not put into words', async () => {
    setUp({})
    const item = await receive(file(AT_THE_PLATFORM))
    expect(item.message.media?.isFetching).toBe(true)
    media.notice()
    const waiting = begin(item)
    await settle()
    expect(waiting.isOver).toBe(false)
    fetched.resolve(new Uint8Array([1, 2]))
    await waiting.done
    expect(item.message.media).toMatchObject({ id: expect.any(String) })
    expect(item.message.media?.isFetching).not.toBe(true)
    expect(item.steps).toEqual([])
  })

  it('waits for its words as well', async () => {
    const item = await receive(file(AT_THE_PLATFORM))
    media.notice()
    const waiting = begin(item)
    fetched.resolve(new Uint8Array([1, 2]))
    await settle()
    expect(waiting.isOver).toBe(false)
    heard.resolve(READY)
    await waiting.done
    expect(item.message.media?.mediaText?.state).toBe('ready')
  })
})

describe('an answer that is taken up again', () => {
  /** A text leads, and a file had been merged into its turn before the process died. */
  async function merged(changes: Partial<TurnItem>): Promise<TurnItem> {
    const leader = await receive(null, changes)
    const follower = await receive(file())
    await database.storage.mergeTurns(leader.turnId, [follower.turnId], new Date(timers.now()).toISOString())
    return leader
  }

  it.each([{ isRecovered: true }, { isAsked: true }])('waits for the files of what had been merged into it (%j)', async (changes) => {
    const leader = await merged(changes)
    const waiting = begin(leader)
    await settle()
    expect(waiting.isOver).toBe(false)
    heard.resolve(READY)
    await waiting.done
    expect(steps(leader)).toEqual([['media_text', 'ok', expect.any(String)]])
  })

  it('says why the words of such a file are missing', async () => {
    const leader = await merged({ isRecovered: true })
    heard.resolve({ state: 'failed', problem: 'It is empty.' })
    await settle()
    await filesFirst(instance, leader, [leader])
    expect(steps(leader)).toEqual([['media_text', 'failed', 'Not put into words: It is empty.']])
  })

  it('does not wait for them once more as newer messages join it', async () => {
    const leader = await merged({ isRecovered: true })
    await filesFirst(instance, leader, [await receive(null)])
    expect(leader.steps).toEqual([])
  })

  it('waits for none of them where files are not put into words, or it is the first time', async () => {
    const first = await merged({})
    await filesFirst(instance, first, [first])
    setUp({})
    const again = await merged({ isRecovered: true })
    await filesFirst(instance, again, [again])
    expect([first.steps, again.steps]).toEqual([[], []])
  })

  it('waits for nothing where what had been merged into it has no file', async () => {
    const leader = await receive(null, { isRecovered: true })
    await filesFirst(instance, leader, [leader])
    expect(leader.steps).toEqual([])
  })
})
