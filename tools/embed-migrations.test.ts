import { expect, it } from 'vitest'
import { migrations } from '../src-main/hub/storage/sqlite/migrations.gen.ts'
import { changedSinceRelease, readMigrations, readReleased } from './embed-migrations.ts'

it('no released migration has changed since', () => {
  expect(changedSinceRelease(readReleased(), readMigrations())).toEqual([])
})

it('a released migration that was edited, renamed or deleted is named', () => {
  const released = { '0000_a': 'one', '0001_b': 'two', '0002_c': 'three' }
  const now = [
    { tag: '0000_a', hash: 'one' },
    { tag: '0001_b', hash: 'edited' },
    { tag: '0003_new', hash: 'four' },
  ]
  expect(changedSinceRelease(released, now)).toEqual(['0001_b', '0002_c'])
})

it('the module that the product runs has what the SQL files say', () => {
  expect(migrations).toEqual(readMigrations())
})
