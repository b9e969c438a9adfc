import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFilePath, readOrCreateKeyFile } from './key-file.ts'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'omni-key-'))
  path = keyFilePath(join(directory, 'data'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the key file', () => {
  it('is made once, for its owner alone, and read ever after', () => {
    const key = readOrCreateKeyFile(path)
    expect(key).toHaveLength(32)
    expect(readOrCreateKeyFile(path)).toEqual(key)
    expect(readdirSync(join(directory, 'data'))).toEqual(['master.key'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('is refused when others may open it, with the way to put it right', () => {
    readOrCreateKeyFile(path)
    chmodSync(path, 0o640)
    expect(() => readOrCreateKeyFile(path)).toThrow(`chmod 600 '${path}'`)
  })

  it.each(['', 'c2hvcnQ=', 'not a key'])('is refused and kept as it is when it is damaged: %j', (content) => {
    readOrCreateKeyFile(path)
    writeFileSync(path, content)
    expect(() => readOrCreateKeyFile(path)).toThrow(path)
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it.each(['linux', 'win32'] as const)('is not to be made private where it is a folder, which is named (%s)', (platform) => {
    mkdirSync(path, { recursive: true })
    expect(() => readOrCreateKeyFile(path, platform)).toThrow(
      `The key file ${path} is a folder. Put it back from a backup, or move it away`,
    )
  })

  it('names the file when its folder cannot be made', () => {
    writeFileSync(join(directory, 'data'), 'a file in the way')
    expect(() => readOrCreateKeyFile(path)).toThrow(path)
  })
})
