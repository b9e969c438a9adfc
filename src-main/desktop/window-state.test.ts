import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openingBounds, readWindowState, saveWindowState, type WindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1920, height: 1080 }
const saved: WindowState = { x: 100, y: 50, width: 1400, height: 900, isMaximized: false }

describe('the bounds of the window', () => {
  it('are those of the last time', () => {
    expect(openingBounds(saved, [screen])).toEqual({ x: 100, y: 50, width: 1400, height: 900 })
    expect(openingBounds({ ...saved, x: 2000 }, [screen, second])).toEqual({ x: 2000, y: 50, width: 1400, height: 900 })
  })

  it('are centred at the first start', () => {
    expect(openingBounds(null, [screen])).toEqual({ width: 1280, height: 800 })
  })

  it.each([
    { x: 2000, y: 50 },
    { x: -1380, y: 0 },
    { x: 100, y: -30 },
    { x: 100, y: 1050 },
  ])('are centred when the screen they were on is gone: %o', (place) => {
    expect(openingBounds({ ...saved, ...place }, [screen])).toEqual({ width: 1400, height: 900 })
  })

  it('fit the screen, but are never smaller than the panel can be', () => {
    expect(openingBounds({ ...saved, width: 5000, height: 10 }, [screen])).toMatchObject({ width: 1920, height: 640 })
  })
})

describe('the saved state', () => {
  let directory: string
  let file: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'omni-window-'))
    file = join(directory, 'deep', 'window.json')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('is read as it was written, and leaves no draft', () => {
    expect(saveWindowState(file, saved)).toBeNull()
    expect(readWindowState(file)).toEqual(saved)
    expect(readdirSync(join(directory, 'deep'))).toEqual(['window.json'])
  })

  it('is none when the file is missing or makes no sense', () => {
    expect(readWindowState(file)).toBeNull()
    saveWindowState(file, saved)
    for (const content of ['', '{', '[]', '{"x":"a"}', '{"x":1e400,"y":0,"width":1,"height":1,"isMaximized":false}']) {
      writeFileSync(file, content)
      expect(readWindowState(file)).toBeNull()
    }
  })

  it('says what went wrong instead of throwing', () => {
    writeFileSync(join(directory, 'deep'), 'a file in the way')
    expect(saveWindowState(file, saved)).toBeInstanceOf(Error)
  })
})
