/** The rules of an instance on one message: the first that holds decides who answers. */
import type { MessageKind } from '../../../../src-shared/contract/conversations.ts'
import type { Route, RouteCheck, Routing } from '../../../../src-shared/contract/routing.ts'
import { firstMatch } from './pattern.ts'
import { clockOf, isWithin } from './schedule.ts'
import { firstWordIn } from './words.ts'

/** What the rules look at. */
export interface RouteFacts {
  text: string
  kinds: MessageKind[]
  /** Ids of the labels of the conversation. */
  labels: string[]
  /** Milliseconds since 1970. */
  atMs: number
}

/** Which of the intents the text is about, in one plain sentence too; null when it is none or cannot be told. */
export type Classify = (intents: string[], text: string) => Promise<{ intent: string; detail: string } | null>

export interface Chosen {
  rule: Route | null
  /** What the agent gets to read. */
  text: string
  checks: RouteCheck[]
}

type Verdict = { detail: string; text?: string } | null

const NOT = 'The message does not fit.'

export async function chooseRoute(
  routing: Routing,
  facts: RouteFacts,
  context: { classify: Classify | null; labelName: (id: string) => string },
): Promise<Chosen> {
  const intents = [...new Set(routing.rules.flatMap(({ isOn, when }) => (isOn && when.kind === 'intent' ? [when.intent] : [])))]
  let classified: ReturnType<Classify> | null = null

  async function verdictOf({ when }: Route): Promise<Verdict> {
    switch (when.kind) {
      case 'prefix': {
        const text = facts.text.trimStart()
        if (!text.toLowerCase().startsWith(when.prefix.toLowerCase())) return null
        // An order alone is better than nothing at all.
        return { detail: `The message begins with "${when.prefix}".`, text: text.slice(when.prefix.length).trimStart() || text }
      }
      case 'keywords': {
        const word = firstWordIn(facts.text, when.words)
        return word === null ? null : { detail: `"${word}" is in the message.` }
      }
      case 'pattern': {
        const part = firstMatch(when.pattern, facts.text)
        return part === null ? null : { detail: `"${part.slice(0, 80)}" fits the pattern.` }
      }
      case 'intent': {
        const word = firstWordIn(facts.text, when.words)
        if (word !== null) return { detail: `"${word}" says that it is about "${when.intent}".` }
        if (context.classify === null || facts.text.trim() === '') return null
        classified ??= context.classify(intents, facts.text)
        const found = await classified
        return found?.intent === when.intent ? { detail: found.detail } : null
      }
      case 'schedule': {
        const clock = clockOf(facts.atMs, routing.timeZone)
        if (isWithin(when, clock) === when.isOutside) return null
        return { detail: `It came at ${clock.time}, ${when.isOutside ? 'outside these hours' : 'within these hours'}.` }
      }
      case 'label':
        return facts.labels.includes(when.labelId)
          ? { detail: `The conversation has the label "${context.labelName(when.labelId)}".` }
          : null
      case 'media': {
        const kind = facts.kinds.find((one) => when.kinds.includes(one))
        return kind === undefined ? null : { detail: `It brings this kind: ${kind}.` }
      }
    }
  }

  const checks: RouteCheck[] = []
  let decided: { rule: Route; text: string } | null = null
  for (const rule of routing.rules) {
    if (!rule.isOn) checks.push({ ruleId: rule.id, result: 'off', detail: 'Switched off.' })
    else if (decided !== null) checks.push({ ruleId: rule.id, result: 'not_reached', detail: 'An earlier rule decided.' })
    else {
      const verdict = await verdictOf(rule)
      checks.push({ ruleId: rule.id, result: verdict === null ? 'passed' : 'held', detail: verdict?.detail ?? NOT })
      if (verdict !== null) decided = { rule, text: verdict.text ?? facts.text }
    }
  }
  return { rule: decided?.rule ?? null, text: decided?.text ?? facts.text, checks }
}
