/** Other users of the machine can open nothing that Omni keeps, however wide its folder was. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newDataFolder } from '../../support/data-folder.ts'
import { freePort, type HubProcess, startHubProcess } from '../../support/hub-process.ts'

let folder: string
let hub: HubProcess
beforeEach(() => {
  folder = newDataFolder()
})
afterEach(async () => {
  await hub.kill()
  rmSync(folder, { recursive: true, force: true })
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** All that others could open. */
function open(path = folder): string[] {
  const below = statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => open(join(path, name))) : []
  return [...((statSync(path).mode & 0o077) === 0 ? [] : [`${path} ${modeOf(path)}`]), ...below]
}

it('keeps its files to itself in a new folder, whatever the umask', async () => {
  const path = join(folder, 'deeper', 'data')
  const before = process.umask(0)
  try {
    hub = await startHubProcess(path, await freePort())
  } finally {
    process.umask(before)
  }
  await hub.rest('POST', '/instances', { name: 'shop', channel_type: 'simulator' })
  for (const name of ['omni.db', 'omni.db-wal', 'logs']) expect(existsSync(join(path, name)), name).toBe(true)
  expect(open(path)).toEqual([])
})

it('narrows a folder that others could open, and says so', async () => {
  const beside = newDataFolder()
  writeFileSync(join(beside, 'mine'), '')
  chmodSync(join(beside, 'mine'), 0o644)
  hub = await startHubProcess(folder, await freePort())
  await hub.kill()
  mkdirSync(join(folder, 'backups'), { recursive: true })
  writeFileSync(join(folder, 'backups', 'omni-1.db'), 'x')
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    if (!path.endsWith('master.key')) chmodSync(path, 0o777)
  chmodSync(join(folder, 'backups', 'omni-1.db'), 0o666)
  symlinkSync(join(beside, 'mine'), join(folder, 'link'))

  hub = await startHubProcess(folder, await freePort(), { OMNI_LOG_LEVEL: 'warn' })
  rmSync(join(folder, 'link'))
  expect(open()).toEqual([])
  expect(modeOf(join(beside, 'mine'))).toBe('644')
  const [log = ''] = readdirSync(join(folder, 'logs'))
  expect(readFileSync(join(folder, 'logs', log), 'utf8')).toContain('other users of this computer could open these')
  rmSync(beside, { recursive: true })
})
