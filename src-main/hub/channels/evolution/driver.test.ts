import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZodError } from 'zod'
import { channelTypeSchema } from '../../../../src-shared/contract/instances.ts'
import { type FakeEvolution, startEvolutionServer } from '../../../../test/support/evolution-server.ts'
import { discoverInstances } from './discover.ts'
import { driver, EVOLUTION_NOTICE } from './driver.ts'

describe('the declaration', () => {
  it('is one that the wizard can draw', () => {
    expect(channelTypeSchema.parse(driver.type)).toEqual(driver.type)
    expect(driver.type.fields.filter(({ kind }) => kind === 'secret').map(({ name }) => name)).toEqual(['apiKey'])
  })

  it('carries the notice that the licence of Evolution asks for', () => {
    expect(EVOLUTION_NOTICE).toContain('Evolution API')
  })
})

describe('settings', () => {
  it.each([
    ['http://localhost:8080/', 'http://localhost:8080'],
    [' https://wa.example/manager/ ', 'https://wa.example'],
    ['https://wa.example/evolution', 'https://wa.example/evolution'],
  ])('take the address %s', (given, url) => {
    expect(driver.parseSettings({ url: given })).toMatchObject({
      url,
      remoteName: '',
      integration: 'WHATSAPP-BAILEYS',
      webhookBase64: true,
    })
  })

  it.each([
    ['nothing', {}, 'url'],
    ['a file', { url: 'file:///etc/passwd' }, 'url'],
    ['a password in the address', { url: 'http://me:secret@wa.example' }, 'url'],
    ['a number that is too short', { url: 'http://x', phoneNumber: '12' }, 'phoneNumber'],
    ['an unknown integration', { url: 'http://x', integration: 'SMOKE-SIGNALS' }, 'integration'],
  ])('refuse %s and name the field', (_, settings, field) => {
    const thrown = (() => {
      try {
        return driver.parseSettings(settings)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(ZodError)
    expect((thrown as ZodError).issues[0]?.path).toEqual([field])
  })

  it('come out of a second reading as they went in', () => {
    const once = driver.parseSettings({ url: 'http://x', phoneNumber: '+55 11 98765-4321' })
    expect(driver.parseSettings(once)).toEqual(once)
  })
})

describe('discovering', () => {
  let evolution: FakeEvolution
  beforeEach(async () => {
    evolution = await startEvolutionServer()
    evolution.addInstance('shop', { account: '15550001111' })
    evolution.addInstance('clinic', { state: 'close' }).account = null
  })
  afterEach(() => evolution.stop())

  it('lists the instances of the server, or the one that the token is of', async () => {
    const found = await discoverInstances({ url: evolution.url, apiKey: evolution.apiKey })
    expect(found).toMatchObject([
      { name: 'shop', isConnected: true, phone: '15550001111' },
      { name: 'clinic', isConnected: false, phone: null },
    ])
    expect(await discoverInstances({ url: evolution.url, apiKey: evolution.instance('clinic').token })).toMatchObject([{ name: 'clinic' }])
  })

  it('tells a wrong key in plain words', async () => {
    await expect(discoverInstances({ url: evolution.url, apiKey: 'wrong' })).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(discoverInstances({ url: evolution.url, apiKey: 'schlüssel' })).rejects.toMatchObject({
      code: expect.stringMatching(/unauthorized/),
    })
    await expect(discoverInstances({ url: evolution.url, apiKey: 'kéy✓' })).rejects.toMatchObject({ code: 'unauthorized' })
  })
})
