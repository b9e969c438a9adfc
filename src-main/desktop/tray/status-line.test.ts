import { afterAll, beforeEach, expect, it } from 'vitest'
import type { HubStatus } from '../../hub/background.ts'
import { speak } from '../words.ts'
import { faceOf } from './status-line.ts'

const status = (part: Partial<HubStatus>): HubStatus => ({ accounts: 2, connected: 2, answering: 2, waiting: 0, isPaused: false, ...part })

beforeEach(() => speak('en', []))
afterAll(() => speak('en', []))

it.each([
  [null, 'paused', ['Omni is starting…']],
  [status({ accounts: 0, connected: 0, answering: 0 }), 'paused', ['No account yet']],
  [status({ connected: 0, answering: 0 }), 'paused', ['No account is connected']],
  [status({ answering: 0 }), 'paused', ['Connected, but not answering']],
  [status({ answering: 0, isPaused: true }), 'paused', ['Paused: nobody is answered']],
  [status({ answering: 1 }), 'normal', ['Answering on 1 account']],
  [status({ waiting: 3 }), 'attention', ['Answering on 2 accounts', '3 conversations wait for you']],
  [status({ answering: 0, isPaused: true, waiting: 1 }), 'attention', ['Paused: nobody is answered', '1 conversation waits for you']],
] as const)('the tray says how the hub is: %o', (seen, mood, lines) => {
  expect(faceOf(seen)).toEqual({ mood, lines })
})

it('speaks the language of the panel, or that of the system until one was chosen', async () => {
  await speak(null, ['de-DE', 'pt-PT'])
  expect(faceOf(status({})).lines).toEqual(['Respondendo em 2 contas'])
  await speak('es', ['pt-BR'])
  expect(faceOf(status({ answering: 1 })).lines).toEqual(['Respondiendo en 1 cuenta'])
})
