/** The tunnel through a public SSH service, which says its address in words. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type SshService, startSshService } from '../../support/ssh-service.ts'

let omni: TestHub
let service: SshService

beforeEach(async () => {
  omni = await startTestHub()
  service = await startSshService()
})
afterEach(async () => {
  await omni.stop()
  await service.stop()
})

const status = () => omni.panel.tunnel.status()

async function switchOn(): Promise<void> {
  await omni.panel.tunnel.save({ providerId: 'ssh', settings: { kind: 'public', host: '127.0.0.1', port: service.port } })
  await omni.panel.tunnel.turn({ isOn: true })
}

it('reads the address among greetings and links, in the forms that services have', async () => {
  await switchOn()
  await expect.poll(async () => (await status()).state).toBe('up')
  for (const form of [
    (address: string) => [`\u001b[32mForwarding HTTP traffic from ${address}\u001b[0m`],
    (address: string) => ['Hello.', `${address}/`],
  ]) {
    await omni.panel.tunnel.turn({ isOn: false })
    service.says(form)
    await omni.panel.tunnel.turn({ isOn: true })
    await expect.poll(async () => (await status()).state).toBe('up')
  }
})

it('follows the service to a new address while the session goes on', async () => {
  await switchOn()
  await expect.poll(async () => (await status()).state).toBe('up')
  const { publicUrl } = await status()
  service.write('def.service.example tunneled with tls termination, https://def.service.example\r\n')
  await expect.poll(async () => (await status()).publicUrl ?? publicUrl).not.toBe(publicUrl)
  await expect.poll(async () => (await status()).state).toBe('up')
})

it('does not believe a service that says yes and never forwards', async () => {
  service.neverForwards = true
  await switchOn()
  await expect.poll(async () => (await status()).state, { timeout: 25_000 }).toBe('retrying')
  expect((await status()).proof).toMatchObject({ result: 'failed' })
  expect((await status()).publicUrl).toBeNull()
})
