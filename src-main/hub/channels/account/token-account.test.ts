import { describe, expect, it } from 'vitest'
import { OmniError } from '../../../../src-shared/errors.ts'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import type { ConnectionPatch } from '../port.ts'
import { AccountView } from './account-view.ts'
import { LearnedSettings } from './learned-settings.ts'
import { TokenAccount } from './token-account.ts'

const log = silentLog

function account(paused = false) {
  const saved: Record<string, unknown>[] = []
  const shown: ConnectionPatch[] = []
  const done: string[] = []
  let opened = 0
  const settings = new LearnedSettings({ paused }, { log, saveSettings: async ({ settings: patch }) => void saved.push(patch ?? {}) })
  const parts = {
    settings,
    view: new AccountView((patch) => shown.push(patch), 'unreachable'),
    timers: manualTimers(),
    log,
    open: async (_signal: AbortSignal) => {
      opened += 1
      const name = `session ${opened}`
      done.push(`${name} opens`)
      return {
        name,
        close: async () => {
          await Promise.resolve()
          done.push(`${name} is closed`)
        },
      }
    },
  }
  return { account: new TokenAccount(parts), parts, saved, shown, done }
}

describe('an account that a token connects', () => {
  it('closes one connection before it opens the next, however fast it is told to', async () => {
    const { account: shop, done } = account()
    shop.start()
    const all = [shop.connect(), shop.connect(), shop.disconnect()]
    await Promise.all(all)
    expect(done.filter((what) => what.endsWith('opens')).length).toBe(done.filter((what) => what.endsWith('closed')).length)
    for (let at = 0; at < done.length; at += 2) expect(done[at + 1]).toBe(done[at]?.replace('opens', 'is closed'))
    expect(shop.session).toBeNull()
  })

  it('resolves Connect when the platform answers, and after a while when it does not', async () => {
    const { account: shop, parts } = account()
    const first = shop.connect()
    await expect.poll(() => shop.session?.name).toBe('session 1')
    shop.settled()
    await first
    const second = shop.connect()
    await expect.poll(() => shop.session?.name).toBe('session 2')
    parts.timers.advance(20_000)
    await second
  })

  it('stays off over a restart once it was switched off', async () => {
    const { account: shop, saved, shown } = account()
    await shop.disconnect()
    expect(saved).toEqual([{ paused: true }])
    const restarted = account(true)
    restarted.account.start()
    expect(restarted.shown).toEqual(shown)
    expect(restarted.done).toEqual([])
  })

  it('shows what only a person can mend, and ends the connection', async () => {
    const { account: shop, parts, shown, done } = account()
    shop.start()
    await expect.poll(() => shop.session?.name).toBe('session 1')
    shop.fail('The token was revoked.')
    await expect.poll(() => done).toEqual(['session 1 opens', 'session 1 is closed'])
    expect(shown.at(-1)).toEqual({ state: 'error', message: 'The token was revoked.' })
    parts.open = async () => {
      throw new OmniError('bad_request', 'Enter the token.')
    }
    const without = new TokenAccount(parts)
    await without.connect()
    expect(shown.at(-1)).toEqual({ state: 'error', message: 'Enter the token.' })
  })

  it('reports nothing after it was stopped', async () => {
    const { account: shop, shown } = account()
    shop.start()
    await shop.stop()
    const before = shown.length
    shop.fail('too late')
    await shop.connect()
    expect(shown).toHaveLength(before)
    expect(shop.session).toBeNull()
  })
})
