import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Statements } from './statements.ts'

let db: Database.Database
let statements: Statements

beforeEach(() => {
  db = new Database(':memory:')
  statements = new Statements(db)
})
afterEach(() => db.close())

it('a statement is compiled with its first use, once', () => {
  // The table that it speaks of is not there yet.
  const add = statements.prepare('INSERT INTO things (name) VALUES (?)')
  const names = statements.prepare<[], string>('SELECT name FROM things ORDER BY name').pluck()
  const named = statements.prepare<[object], { name: string }>('SELECT name FROM things WHERE name = :name')
  expect(() => names.all()).toThrow(/no such table/)
  db.exec('CREATE TABLE things (name TEXT)')
  statements.transaction(() => {
    add.run('b')
    add.run('a')
  })()
  expect(names.all()).toEqual(['a', 'b'])
  expect(names.get()).toBe('a')
  expect([...names.iterate()]).toEqual(['a', 'b'])
  expect(named.get({ name: 'b' })).toEqual({ name: 'b' })
})

it('a statement that depends on what is asked tells its text for each of its examples', () => {
  db.exec("CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('a'), ('b')")
  const found = statements.compose<{ name?: string }, { name: string }>([{}, { name: 'a' }], ({ name }) =>
    name === undefined ? { sql: 'SELECT name FROM things', params: [] } : { sql: 'SELECT name FROM things WHERE name = ?', params: [name] },
  )
  expect(found.all({})).toHaveLength(2)
  expect(found.get({ name: 'b' })).toEqual({ name: 'b' })
  statements.prepare('DELETE FROM things')
  expect(statements.everyText()).toEqual(['DELETE FROM things', 'SELECT name FROM things', 'SELECT name FROM things WHERE name = ?'])
})

it('no statement can be declared once the operations run: nothing would have compiled it before', () => {
  statements.seal()
  expect(() => statements.prepare('SELECT 1')).toThrow('declared after the set-up: SELECT 1')
  expect(() => statements.compose([{}], () => ({ sql: 'SELECT 2', params: [] }))).toThrow('SELECT 2')
})
