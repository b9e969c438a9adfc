import { describe, expect, it } from 'vitest'
import { idOf } from './ids.ts'

describe('the id of what has a name', () => {
  it('is the one that earlier versions gave it: traces that were told to others must be found', () => {
    expect(idOf('1\n3EB0A0C5D1', 1_790_000_000_000)).toBe('01a0c450-6c00-7748-812f-d10aa224fe5b')
    expect(idOf('ä 🙂', 0)).toBe('00000000-0000-719c-b5d1-0a6dec9bbf26')
  })

  it('differs by name, sorts by time', () => {
    expect(idOf('a', 5)).not.toBe(idOf('b', 5))
    expect(idOf('z', 5) < idOf('a', 6)).toBe(true)
  })
})
