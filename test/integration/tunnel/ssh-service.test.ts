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

it('leaves out what belongs to a server of the owner, and has it again when that one is chosen', async () => {
  const { tunnel } = omni.panel
  const own = { kind: 'own', host: '127.0.0.1', port: 9, user: 'omni', publicUrl: 'https://hooks.shop.test', remotePort: 8080 }
  await tunnel.save({ providerId: 'ssh', settings: own, secrets: { password: 'for-the-own-server' } })
  // The password was typed for another server, and nobody asks for it here.
  await switchOn()
  await expect.poll(async () => (await status()).state).toBe('up')
  expect((await status()).publicUrl).toMatch(/^http:\/\/127\.0\.0\.1:/)
  const saved = await tunnel.save({ providerId: 'ssh', settings: { kind: 'own', port: 9 } })
  expect(saved.settings['ssh']).toMatchObject(own)
  expect(saved.hasSecrets['ssh']).toMatchObject({ password: true })
})

it('is not ready without what the chosen kind needs, and without it for the other', async () => {
  const { tunnel } = omni.panel
  const save = (settings: object) =>
    tunnel.save({ providerId: 'cloudflared', settings: { publicUrl: 'https://hooks.shop.test', ...settings } })
  await save({ kind: 'named' })
  await expect(tunnel.turn({ isOn: true })).rejects.toMatchObject({ data: { field: 'token' } })
  await save({ kind: 'quick', publicUrl: 'not an address, and hidden' })
  await tunnel.turn({ isOn: true })
  await tunnel.turn({ isOn: false })
})

it('forgets a saved secret that is removed', async () => {
  const { tunnel } = omni.panel
  const settings = { kind: 'own', host: '127.0.0.1', user: 'omni' }
  await tunnel.save({ providerId: 'ssh', settings, secrets: { password: 'p', passphrase: 'q' } })
  const saved = await tunnel.save({ providerId: 'ssh', secrets: { password: null } })
  expect(saved.hasSecrets['ssh']).toMatchObject({ password: false, passphrase: true })
})
