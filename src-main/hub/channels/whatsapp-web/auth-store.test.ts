import { expect, test } from 'vitest'
import { OmniError } from '../../../../src-shared/errors.ts'
import { silentLog } from '../../observe/log.ts'
import { AuthStore } from './auth-store.ts'
import { loadBaileys } from './baileys.ts'

const never = () => new Promise<never>(() => undefined)

test('after the hub has stopped the library comes to its end, and no frame leaves', async () => {
  const auth = new AuthStore(
    await loadBaileys(),
    {
      get: async () => ({ values: {}, unreadable: [] }),
      set: () => Promise.reject(new OmniError('cancelled', 'Omni was stopped.')),
      clear: never,
    },
    null,
    silentLog,
  )
  // The library locks its cache while it saves: a question after one that was not answered waited forever.
  await auth.keys.set({ session: { ana: new Uint8Array([1]) } })
  expect(await auth.keys.get('session', ['rui'])).toEqual({})
  await expect(auth.writes.pending).rejects.toMatchObject({ code: 'cancelled' })
})
