/** Asks an agent what a message is about: one short call, in which nothing of the conversation is told but the message. */
import type { AgentBreakers } from '../../agents/breaker.ts'
import { callAgent } from '../../agents/call.ts'
import { loneQuestion } from '../../agents/lone-question.ts'
import type { AgentConfig, AgentRequest, AgentUsage } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import { newId } from '../../runtime/ids.ts'
import type { Classify } from './choose.ts'
import { topicQuestion } from './topic-question.ts'

/** A customer waits for the answer behind this question. */
const TIMEOUT_MS = 8000

interface Options {
  agents: AgentRegistry
  breakers: AgentBreakers
  config: AgentConfig
  instance: AgentRequest['instance']
  signal: AbortSignal
  onUse: (usage: AgentUsage) => Promise<void>
}

/** The topic that the answer names; null when it names none, or more than one. */
export function readTopic(answer: string, intents: string[]): string | null {
  const said = answer.trim().toLowerCase()
  const exact = intents.find((intent) => intent.toLowerCase() === said.replace(/^["'*\-\s]+|["'*.\s]+$/g, ''))
  if (exact !== undefined) return exact
  const named = intents.filter((intent) => said.includes(intent.toLowerCase()))
  return named.length === 1 ? (named[0] ?? null) : null
}

export function createClassify({ agents, breakers, config, instance, signal, onUse }: Options): Classify {
  return async (intents, text) => {
    const request = loneQuestion(newId(), instance, 'topics', topicQuestion(intents, text))
    const limited = { ...config, timeoutMs: Math.min(config.timeoutMs, TIMEOUT_MS) }
    const result = await callAgent(backendFor(agents, config.kind), request, limited, { breakers, signal })
    if (result.ok && result.usage !== null) await onUse(result.usage)
    const intent = result.ok ? readTopic(result.text, intents) : null
    return intent === null ? null : { intent, detail: `${config.name} says that it is about "${intent}".` }
  }
}
