/** Where the window was when it was last closed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  isMaximized: z.boolean(),
})
export type WindowState = z.infer<typeof stateSchema>

/** The panel is designed from this size up. */
export const MIN_SIZE = { width: 1024, height: 640 }
const FIRST_SIZE = { width: 1280, height: 800 }
/** As much of the window must lie on a screen for a person to get hold of it. */
const GRIP = 80

/** What was saved; null on a first start or if the file makes no sense. */
export function readWindowState(file: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** A lost window state is not worth a word to the user: failures are returned, not thrown. */
export function saveWindowState(file: string, state: WindowState): Error | null {
  try {
    mkdirSync(dirname(file), { recursive: true })
    // Renamed into place, so that a power cut leaves the old state or the new one.
    writeFileSync(`${file}.tmp`, JSON.stringify(state))
    renameSync(`${file}.tmp`, file)
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/**
 * The bounds to open with: the saved ones if they still lie on a screen, else centred (without a
 * position). A screen that was unplugged must not take the window with it.
 */
export function openingBounds(saved: WindowState | null, screens: Rectangle[]): { width: number; height: number; x?: number; y?: number } {
  const largest = screens.reduce(
    (size, { width, height }) => ({ width: Math.max(size.width, width), height: Math.max(size.height, height) }),
    {
      width: 0,
      height: 0,
    },
  )
  const clamped = (wanted: number, least: number, available: number): number =>
    Math.max(least, available > 0 ? Math.min(wanted, available) : wanted)
  const width = clamped(saved?.width ?? FIRST_SIZE.width, MIN_SIZE.width, largest.width)
  const height = clamped(saved?.height ?? FIRST_SIZE.height, MIN_SIZE.height, largest.height)
  if (saved === null) return { width, height }
  const isReachable = screens.some(
    (screen) =>
      saved.x + saved.width >= screen.x + GRIP &&
      saved.x <= screen.x + screen.width - GRIP &&
      saved.y >= screen.y &&
      saved.y <= screen.y + screen.height - GRIP,
  )
  return isReachable ? { width, height, x: saved.x, y: saved.y } : { width, height }
}
