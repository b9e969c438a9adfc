import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { crashReports } from './crash-reports.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-crashes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('are listed newest first, wherever the system puts them, and only the newest are kept', () => {
  for (const place of ['pending', 'completed']) mkdirSync(join(folder, place))
  writeFileSync(join(folder, 'settings.dat'), 'not a report')
  for (let day = 1; day <= 25; day += 1) {
    const file = join(folder, day % 2 === 0 ? 'pending' : 'completed', `${day}.dmp`)
    writeFileSync(file, 'x'.repeat(day))
    utimesSync(file, day * 86_400, day * 86_400)
  }
  const reports = crashReports(folder)
  expect(reports).toHaveLength(20)
  expect(reports[0]).toEqual({ name: join('completed', '25.dmp'), at: '1970-01-26T00:00:00.000Z', sizeBytes: 25 })
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.dmp'))).toHaveLength(20)
})

it('are none where nothing has crashed', () => {
  expect(crashReports(join(folder, 'never-made'))).toEqual([])
})
