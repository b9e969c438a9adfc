import { expect, it } from 'vitest'
import { pagePowers } from './page-powers.ts'

it('an installed app has no developer tools, and no page has Node', () => {
  expect(pagePowers('/preload.cjs', true)).toMatchObject({ devTools: false, sandbox: true, contextIsolation: true, nodeIntegration: false })
  expect(pagePowers('/preload.cjs', false)).toMatchObject({ devTools: true, sandbox: true, contextIsolation: true, nodeIntegration: false })
})
