/** Where the window was when it was last closed. */
import * as z from 'zod'
import { readJsonFile, writeJsonFile } from './json-file.ts'

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
export const readWindowState = (file: string): WindowState | null => readJsonFile(file, stateSchema)

/** A lost window state is not worth a word to the user: failures are returned, not thrown. */
export const saveWindowState = (file: string, state: WindowState): Error | null => writeJsonFile(file, state)

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
