import { identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ageIdentity } from './age-identity.ts'
import { backupIdentityOf } from './phrase.ts'

it('is read by the library, whatever its bytes are', async () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
  await fc.assert(
    fc.asyncProperty(key, async (bytes) => {
      expect(await identityToRecipient(ageIdentity(bytes))).toMatch(/^age1[a-z0-9]{58}$/)
    }),
    { numRuns: 50 },
  )
})

it('of the same words is the same on every computer', () => {
  expect(backupIdentityOf(`${'abandon '.repeat(23)}art`)).toBe('AGE-SECRET-KEY-1ANSZDXWMA8AH6PQCDTPV02JS3JJXWCP2ZXC6J3KJFPZ48L0D0LMSNNRJ95')
})
