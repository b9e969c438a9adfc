import type { MessageKind } from '../../../../../src-shared/contract/message-kind.ts'
import type { Route, RouteWhen, Routing } from '../../../../../src-shared/contract/routing.ts'

export const WHEN_KINDS: RouteWhen['kind'][] = ['keywords', 'prefix', 'intent', 'schedule', 'label', 'media', 'pattern']

/** What a message can bring besides its words. */
export const BROUGHT = ['image', 'audio', 'video', 'document', 'sticker', 'location', 'contact'] as const satisfies MessageKind[]

/** What a rule of that kind begins as. */
export function emptyWhen(kind: RouteWhen['kind']): RouteWhen {
  switch (kind) {
    case 'prefix':
      return { kind, prefix: '' }
    case 'keywords':
      return { kind, words: [] }
    case 'pattern':
      return { kind, pattern: '' }
    case 'intent':
      return { kind, intent: '', words: [] }
    case 'schedule':
      return { kind, days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', isOutside: true }
    case 'label':
      return { kind, labelId: '' }
    case 'media':
      return { kind, kinds: [] }
  }
}

/** Does the rule say something yet? One that does not cannot be saved. */
export function isComplete({ when, agentProfileId }: Route): boolean {
  if (agentProfileId === '') return false
  switch (when.kind) {
    case 'prefix':
      return when.prefix.trim() !== ''
    case 'keywords':
      return when.words.length > 0
    case 'pattern':
      return when.pattern !== ''
    case 'intent':
      return when.intent.trim() !== ''
    case 'schedule':
      return when.days.length > 0 && when.from !== '' && when.to !== ''
    case 'label':
      return when.labelId !== ''
    case 'media':
      return when.kinds.length > 0
  }
}

/** The rules with the one at `from` at the place `to`. */
export function moved(rules: Route[], from: number, to: number): Route[] {
  const rule = rules[from]
  return rule === undefined || to < 0 || to >= rules.length ? rules : rules.toSpliced(from, 1).toSpliced(to, 0, rule)
}

/** Asking somebody costs time and money, so it is only offered where it can matter. */
export const hasIntents = (routing: Routing): boolean => routing.rules.some(({ when }) => when.kind === 'intent')
export const hasHours = (routing: Routing): boolean => routing.rules.some(({ when }) => when.kind === 'schedule')
