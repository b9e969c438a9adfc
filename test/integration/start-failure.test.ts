/** What goes wrong while a hub starts: it fails as a whole only if it must, and then leaves behind what it found. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'

let folder: string
let hub: TestHub | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-start-'))
})
afterEach(async () => {
  await hub?.stop()
  hub = null
  rmSync(folder, { recursive: true, force: true })
})

function inDatabase(sql: string): void {
  const db = new Database(join(folder, 'omni.db'))
  db.exec(sql)
  db.close()
}

it('leaves no port open when it fails after it listens, and starts on the same port once the cause is gone', async () => {
  const port = await freePort()
  const start = () => startTestHub({ folder, env: { OMNI_PORT: String(port) } })
  const first = await start()
  await first.panel.instances.create({ name: 'shop', channel: 'simulator' })
  await first.stop()
  inDatabase("UPDATE instances SET routing = '{' || routing")
  await expect(start()).rejects.toThrow()
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
  inDatabase('UPDATE instances SET routing = substr(routing, 2)')
  hub = await start()
  expect((await fetch(`${hub.url}/health`)).status).toBe(200)
})

it('starts without the one instance whose settings cannot be read, and with all others', async () => {
  const first = await startTestHub({ folder })
  for (const name of ['shop', 'bakery']) await first.panel.instances.create({ name, channel: 'simulator' })
  await first.stop()
  inDatabase(`UPDATE instances SET behaviour = '{"context":"of another version"}' WHERE name = 'shop'`)
  hub = await startTestHub({ folder })
  expect((await hub.panel.instances.list()).map(({ name }) => name)).toEqual(['bakery'])
})
