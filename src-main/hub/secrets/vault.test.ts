import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVault } from './vault.ts'

const vault = createVault(randomBytes(32))

describe('the vault', () => {
  it('gives back what was sealed, and seals the same text differently each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
        const sealed = vault.seal('instance/shop/apiKey', plain)
        expect(vault.open('instance/shop/apiKey', sealed)).toBe(plain)
        expect(vault.seal('instance/shop/apiKey', plain)).not.toBe(sealed)
      }),
    )
  })
  it('does not open a secret in another place than its own', () => {
    const sealed = vault.seal('instance/shop/apiKey', 'secret')
    expect(() => vault.open('instance/other/apiKey', sealed)).toThrow(/cannot be read/)
  })
  it('does not open a secret that was changed, cut, or sealed with another key', () => {
    const sealed = vault.seal('s', 'secret')
    const flipped = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    for (const bad of [flipped, sealed.slice(0, 8), '', 'v2.abc', createVault(randomBytes(32)).seal('s', 'secret')]) {
      expect(() => vault.open('s', bad)).toThrow(/cannot be read/)
    }
  })
})
