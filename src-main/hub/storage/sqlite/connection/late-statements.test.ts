import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { compileLate } from './late-statements.ts'

it('a statement is compiled with its first use, once', () => {
  const db = new Database(':memory:')
  compileLate(db)
  // The table that it speaks of is not there yet.
  const add = db.prepare('INSERT INTO things (name) VALUES (?)')
  const names = db.prepare<[], string>('SELECT name FROM things ORDER BY name').pluck()
  expect(() => names.all()).toThrow(/no such table/)
  db.exec('CREATE TABLE things (name TEXT)')
  db.transaction(() => {
    add.run('b')
    add.run('a')
  })()
  expect(names.all()).toEqual(['a', 'b'])
  expect(names.get()).toBe('a')
  expect([...names.iterate()]).toEqual(['a', 'b'])
  expect(db.prepare('SELECT name FROM things WHERE name = :name').get({ name: 'b' })).toEqual({ name: 'b' })
  db.close()
})
