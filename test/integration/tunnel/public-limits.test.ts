/** Strangers at the public address: whatever they do there, the panel and the hub's own listener go on. */
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { createPigeonLoft, RING, SIGNATURE_HEADER, signed } from '../../support/pigeon-channel.ts'

let omni: TestHub
let port: number
let strangers: Socket[] = []

beforeEach(async () => {
  omni = await startTestHub({ drivers: [createPigeonLoft().driver] })
  await omni.panel.instances.create({
    name: 'roof',
    channel: 'pigeon' as never,
    settings: { loft: 'Roof', speed: 'fast' },
    secrets: { ring: RING },
  })
  // The public address is that of the listener itself.
  port = await freePort()
  await omni.panel.tunnel.save({ providerId: 'own-address', settings: { url: `http://127.0.0.1:${port}`, port } })
  await omni.panel.tunnel.turn({ isOn: true })
  await expect.poll(async () => (await omni.panel.tunnel.status()).state).toBe('up')
})
afterEach(async () => {
  for (const socket of strangers) socket.destroy()
  strangers = []
  await omni.stop()
})

async function stranger(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  strangers.push(socket)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

const ended = (socket: Socket) => new Promise<void>((resolve) => (socket.closed ? resolve() : void socket.once('close', () => resolve())))

const genuine = () =>
  fetch(`http://127.0.0.1:${port}/webhook/pigeon/roof`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signed(Buffer.from('{}')) },
    body: '{}',
  }).then(
    ({ status }) => status,
    () => 0,
  )

async function panelAnswers(): Promise<void> {
  expect((await omni.rest('GET', '/health', undefined, { root: true })).status).toBe(200)
  expect(await omni.panel.instances.list()).toHaveLength(1)
}

it('takes so many connections and no more, and the panel has its own', async () => {
  const held = await Promise.all(Array.from({ length: 300 }, stranger))
  for (const socket of held) socket.write('POST /webhook/pigeon/roof HTTP/1.1\r\nhost: ')
  await expect.poll(() => held.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(44)
  await panelAnswers()
  for (const socket of held) socket.destroy()
  await expect.poll(genuine).toBe(200)
})

it('answers in the panel while heads and bodies trickle in, and takes genuine calls between them', async () => {
  const heads = await Promise.all(Array.from({ length: 50 }, stranger))
  const bodies = await Promise.all(Array.from({ length: 50 }, stranger))
  for (const socket of heads) socket.write('POST /webhook/pigeon/roof HTTP/1.1\r\nx-slow: ')
  for (const socket of bodies)
    socket.write(
      `POST /webhook/pigeon/roof HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n`,
    )
  for (let n = 0; n < 5; n += 1) {
    for (const socket of [...heads, ...bodies]) socket.write('x')
    await panelAnswers()
    expect(await genuine()).toBe(200)
  }
})

it('hangs up on huge bodies, huge heads and rubbish, and counts none of them as genuine', async () => {
  const huge = await stranger()
  huge.write(
    `POST /webhook/pigeon/roof HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 900000000\r\n\r\n`,
  )
  const long = await stranger()
  long.write(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)
  const rubbish = await stranger()
  rubbish.write(`${'\u0016\u0003\u0001 '.repeat(1000)}\r\n\r\n`.repeat(5))
  for (const socket of [huge, long, rubbish]) socket.resume()
  await Promise.all([huge, long, rubbish].map(ended))
  await panelAnswers()
  expect(await omni.panel.tunnel.status()).toMatchObject({ callsToday: 0, lastCallAt: null })
})

it('makes whoever calls too often wait, and the panel is not counted', async () => {
  const flood = await stranger()
  let said = ''
  flood.on('data', (data) => {
    said += data.toString('latin1')
  })
  const answers = () => said.split('HTTP/1.1 ').length - 1
  const calls = `POST /webhook/pigeon/roof HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 0\r\n\r\n`.repeat(200)
  for (let round = 1; round <= 50 && !said.includes('HTTP/1.1 429'); round += 1) {
    flood.write(calls)
    await expect.poll(answers).toBe(round * 200)
  }
  expect(said).toContain('HTTP/1.1 429')
  for (let n = 0; n < 20; n += 1) await panelAnswers()
})
