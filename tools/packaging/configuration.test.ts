import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { APP_ID, configurationFor } from './configuration.ts'
import { updateSource } from './update-source.ts'

describe('how the app is packed', () => {
  it('is known to Windows by the name that its windows and notifications give', () => {
    const run = readFileSync(new URL('../../src-main/desktop/run.ts', import.meta.url), 'utf8')
    expect(run).toContain(`const APP_ID = '${APP_ID}'`)
  })

  it.each(['win32', 'darwin', 'linux'] as const)(
    'makes an installer for each processor of %s, and checks the archive where Electron can',
    (platform) => {
      const { electronFuses, win, mac, linux } = configurationFor(platform, {})
      const [target] = [{ win32: win, darwin: mac, linux }[platform]?.target].flat()
      expect(target).toMatchObject({ arch: platform === 'linux' ? ['x64'] : ['x64', 'arm64'] })
      expect(electronFuses?.enableEmbeddedAsarIntegrityValidation).toBe(platform !== 'linux')
    },
  )
})

describe('where an installed app looks for updates', () => {
  it('is what whoever builds has set, and nowhere if that is nothing', () => {
    expect(updateSource({})).toBeNull()
    expect(updateSource({ OMNI_UPDATE_URL: 'https://omni.example/updates/' })).toEqual({
      provider: 'generic',
      url: 'https://omni.example/updates/',
    })
    expect(updateSource({ OMNI_UPDATE_REPOSITORY: 'shop/omni' })).toEqual({
      provider: 'github',
      owner: 'shop',
      repo: 'omni',
      releaseType: 'draft',
    })
  })

  it.each([
    [{ OMNI_UPDATE_URL: 'http://omni.example/' }, 'https'],
    [{ OMNI_UPDATE_URL: 'updates' }, 'https'],
    [{ OMNI_UPDATE_REPOSITORY: 'https://github.com/shop/omni' }, 'owner/name'],
    [{ OMNI_UPDATE_URL: 'https://omni.example/', OMNI_UPDATE_REPOSITORY: 'shop/omni' }, 'not both'],
  ])('is refused where it would not be found or not be safe: %o', (env, words) => {
    expect(() => updateSource(env)).toThrow(words)
  })
})
