import { describe, expect, it } from 'vitest'
import { chooseHost, type Surroundings } from './choose-host.ts'

const office: Surroundings = { platform: 'linux', env: { DISPLAY: ':0' }, userId: 1000, findElectron: () => '/electron' }
const notAsked = (): string | null => {
  throw new Error('Electron was asked for in vain')
}

describe('the host that `npm start` opens', () => {
  it('is the desktop app where there are a display and Electron', () => {
    expect(chooseHost(office)).toEqual({ host: 'desktop', electron: '/electron' })
    expect(chooseHost({ ...office, env: { WAYLAND_DISPLAY: 'wayland-0' } }).host).toBe('desktop')
    expect(chooseHost({ ...office, platform: 'win32', env: {}, userId: null }).host).toBe('desktop')
  })

  it('is a browser where there is no display, without fetching Electron', () => {
    for (const env of [{}, { DISPLAY: '' }]) {
      expect(chooseHost({ ...office, env, findElectron: notAsked })).toEqual({ host: 'headless', because: 'There is no display here' })
    }
  })

  it('is a browser for root, whose sandbox Chromium refuses', () => {
    expect(chooseHost({ ...office, userId: 0, findElectron: notAsked }).host).toBe('headless')
  })

  it('is a browser where Electron cannot be had', () => {
    expect(chooseHost({ ...office, findElectron: () => null })).toMatchObject({ because: "Electron's binary could not be had" })
  })
})
