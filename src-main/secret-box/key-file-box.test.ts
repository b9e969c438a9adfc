import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFilePath } from './key-file.ts'
import { keyFileBox } from './key-file-box.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'omni-key-box-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the box of the key file', () => {
  it('makes the file when it locks something, and opens it later', async () => {
    const path = keyFilePath(directory)
    const box = keyFileBox(path)
    expect(existsSync(path)).toBe(false)
    const wrapped = await box.wrap(Buffer.alloc(32, 7))
    expect(existsSync(path)).toBe(true)
    expect(Buffer.from(await keyFileBox(path).unwrap(wrapped))).toEqual(Buffer.alloc(32, 7))
  })

  it('makes no new file where the one that locked it is missing', async () => {
    const path = keyFilePath(directory)
    const wrapped = await keyFileBox(path).wrap(Buffer.alloc(32, 7))
    rmSync(path)
    await expect(keyFileBox(path).unwrap(wrapped)).rejects.toThrow(`The key file ${path} is missing.`)
    expect(existsSync(path)).toBe(false)
  })
})
