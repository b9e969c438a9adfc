/** How an answer came to be: when its text grew, and which tools ran. */
import type { DryRun } from '../../../../src-shared/contract/playground.ts'

/** More points than a small drawing has pixels to show. */
const MAX_POINTS = 200
const MAX_TOOLS = 100

export function createGrowth(elapsedMs: () => number) {
  let text = ''
  let first: number | null = null
  let points: DryRun['growth'] = []
  let tools: DryRun['tools'] = []
  const at = () => Math.round(elapsedMs())

  return {
    delta(piece: string): void {
      text += piece
      first ??= at()
      points.push({ atMs: at(), length: text.length })
      // Every second one goes, so that the shape stays; the newest is always there.
      if (points.length > MAX_POINTS) points = points.filter((_, index) => index % 2 === 1 || index === points.length - 1)
    },
    tool(name: string, status: 'started' | 'completed'): void {
      const open = tools.findLast((tool) => tool.name === name && tool.durationMs === null)
      if (status === 'completed' && open !== undefined) open.durationMs = at() - open.atMs
      else if (tools.length < MAX_TOOLS) tools.push({ name, atMs: at(), durationMs: status === 'completed' ? 0 : null })
    },
    restart(): void {
      text = ''
      points = []
      tools = []
    },
    text: () => text,
    firstDeltaMs: () => first,
    points: () => points,
    tools: () => tools,
  }
}
