import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Db, openReader, openWriter } from './database.ts'
import { createReadEngine, createWriteEngine } from './engine.ts'
import { Statements } from './statements.ts'

let folder: string
let writer: Db
let reader: Db

const file = () => join(folder, 'omni.db')

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-engine-'))
  writer = openWriter(file())
  reader = openReader(file())
})
afterAll(() => {
  reader.close()
  writer.close()
  rmSync(folder, { recursive: true })
})

/** What SQLite says of those that do not fit the schema. */
function misfits(db: Db, statements: Statements): string[] {
  const texts = statements.everyText()
  expect(texts.length).toBeGreaterThan(100)
  return texts.flatMap((sql) => {
    try {
      db.prepare(sql)
      return []
    } catch (error) {
      return [`${error}: ${sql}`]
    }
  })
}

it('every statement that writes fits the schema, in each of its shapes', () => {
  const statements = new Statements(writer)
  createWriteEngine(writer, file(), 'me', statements)
  expect(misfits(writer, statements)).toEqual([])
  expect(() => statements.prepare('SELECT 1')).toThrow('declared after the set-up')
})

it('every statement that reads fits the schema, in each of its shapes', () => {
  const statements = new Statements(reader)
  createReadEngine(reader, file(), statements)
  expect(misfits(reader, statements)).toEqual([])
  expect(() => statements.prepare('SELECT 1')).toThrow('declared after the set-up')
})
