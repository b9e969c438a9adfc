import { create } from 'zustand'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { type AgentChoice, askedAgent } from '../agent/choice.ts'
import { saidIn } from '../runs/answer.ts'
import { createRuns } from '../runs/runs.ts'

interface ExamplesState {
  /** Null: each example asks the agent that it was saved with. */
  choice: AgentChoice | null
  /** The examples that wait to be run or are. */
  running: string[]
  open: string[]
}

export const useExamples = create<ExamplesState>(() => ({ choice: null, running: [], open: [] }))
export const exampleRuns = createRuns()

export const turnKey = (example: Example, index: number): string => `${example.id}:${index}`

/** A later choice ends the round that is under way. */
let round = 0

async function runExample(example: Example, isOver: () => boolean): Promise<void> {
  const { choice } = useExamples.getState()
  const session = crypto.randomUUID()
  const history: { author: 'customer' | 'agent'; text: string }[] = []
  for (const [index, turn] of example.turns.entries()) {
    if (isOver()) return
    const answer = await exampleRuns.run(turnKey(example, index), {
      source: { type: 'text', text: turn.text, history: [...history] },
      agent: askedAgent(choice ?? { instanceName: example.agentOf, draft: null }),
      settingsOf: example.instanceName,
      sessionKey: session,
    })
    const said = saidIn(answer)
    history.push({ author: 'customer', text: turn.text }, ...(said === null ? [] : [{ author: 'agent' as const, text: said }]))
  }
}

/** One after the other: an agent that answers customers is not asked everything at once. */
export async function runExamples(examples: Example[]): Promise<void> {
  round += 1
  const own = round
  const isOver = () => own !== round
  exampleRuns.stopAll()
  useExamples.setState({ running: examples.map(({ id }) => id) })
  for (const example of examples) {
    await runExample(example, isOver)
    if (isOver()) return
    useExamples.setState(({ running }) => ({ running: running.filter((id) => id !== example.id) }))
  }
}

export function stopExamples(): void {
  round += 1
  exampleRuns.stopAll()
  useExamples.setState({ running: [] })
}

/** What was answered by one agent says nothing about another. */
export function chooseForExamples(choice: AgentChoice | null): void {
  stopExamples()
  exampleRuns.clear()
  useExamples.setState({ choice })
}

export function toggleOpen(id: string): void {
  useExamples.setState(({ open }) => ({ open: open.includes(id) ? open.filter((other) => other !== id) : [...open, id] }))
}
