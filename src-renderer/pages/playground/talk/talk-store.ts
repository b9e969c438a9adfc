import { create } from 'zustand'
import type { StartDryRun } from '../../../../src-shared/contract/playground.ts'
import { type AgentChoice, askedAgent } from '../agent/choice.ts'
import { saidIn } from '../runs/answer.ts'
import { createRuns } from '../runs/runs.ts'

/** One of those who answer: the first, and the one it is compared with. */
export interface Side {
  id: 'first' | 'second'
  choice: AgentChoice
  /** Runs of one session remember each other at the agent; another agent begins a new one. */
  session: string
}

export interface Question {
  id: string
  text: string
}

interface Talk {
  sides: Side[]
  /** Whose fallback texts and splitting hold; null: the one of the agent that is asked. */
  settingsOf: string | null
  questions: Question[]
  typed: string
}

const HISTORY = 100

export const useTalk = create<Talk>(() => ({ sides: [], settingsOf: null, questions: [], typed: '' }))
export const talkRuns = createRuns()

export const answerKey = (question: Question, side: Side): string => `${question.id}:${side.id}`
const newSession = () => crypto.randomUUID()

export function chooseAgent(id: Side['id'], choice: AgentChoice): void {
  const { sides } = useTalk.getState()
  const side: Side = { id, choice, session: newSession() }
  useTalk.setState({
    sides: sides.some((other) => other.id === id) ? sides.map((other) => (other.id === id ? side : other)) : [...sides, side],
  })
}

export function endComparison(): void {
  const { sides, questions } = useTalk.getState()
  const [first, second] = sides
  if (second) for (const question of questions) talkRuns.stop(answerKey(question, second))
  useTalk.setState({ sides: first ? [first] : [] })
}

/** Everything said is forgotten, here and in the agents' sessions; who answers stays. */
export function startOver(): void {
  talkRuns.clear()
  useTalk.setState(({ sides }) => ({ questions: [], sides: sides.map((side) => ({ ...side, session: newSession() })) }))
}

function historyOf(side: Side, until: string): { author: 'customer' | 'agent'; text: string }[] {
  const { questions } = useTalk.getState()
  const before = questions.slice(
    0,
    questions.findIndex(({ id }) => id === until),
  )
  return before
    .flatMap((question) => {
      const said = saidIn(talkRuns.of(answerKey(question, side)))
      const asked = { author: 'customer' as const, text: question.text }
      return said === null ? [asked] : [asked, { author: 'agent' as const, text: said }]
    })
    .slice(-HISTORY)
}

export function askSide(question: Question, side: Side): void {
  const { settingsOf } = useTalk.getState()
  const input: StartDryRun = {
    source: { type: 'text', text: question.text, history: historyOf(side, question.id) },
    agent: askedAgent(side.choice),
    sessionKey: side.session,
    ...(settingsOf === null ? {} : { settingsOf }),
  }
  void talkRuns.run(answerKey(question, side), input)
}

/** Asks everybody who is chosen. */
export function ask(text: string): void {
  const question: Question = { id: crypto.randomUUID(), text }
  useTalk.setState(({ questions }) => ({ questions: [...questions, question], typed: '' }))
  for (const side of useTalk.getState().sides) askSide(question, side)
}
