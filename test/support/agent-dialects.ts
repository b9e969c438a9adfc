/**
 * Agents of other kinds, as their servers speak: written from their published protocols, sharing no
 * code with the product. The Agno streams replay recorded ones, with the text put in.
 */
import type { Dialect, DialectAnswer } from './agent-server.ts'

const sse = (events: string[]): DialectAnswer => ({ contentType: 'text/event-stream; charset=utf-8', pieces: events })
const json = (body: unknown): DialectAnswer => ({ contentType: 'application/json', pieces: [JSON.stringify(body)] })
const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const named = (event: string, value: object) => `event: ${event}\ndata: ${JSON.stringify({ event, ...value })}\n\n`

/** In pieces as a model gives them: a few characters each. */
export function piecesOf(text: string): string[] {
  return text.match(/\s*\S{1,6}/gsu) ?? []
}

interface Message {
  role: string
  content: string | { type: string; text?: string }[]
}

const lastText = (body: Record<string, unknown>): string => {
  const content = (body['messages'] as Message[] | undefined)?.at(-1)?.content ?? ''
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('')
}

export const openaiDialect: Dialect = {
  textOf: lastText,
  answer({ method, path, body, text }) {
    if (method === 'GET' && path === '/v1/models') return json({ object: 'list', data: [{ id: 'small' }, { id: 'big', name: 'Big one' }] })
    if (path !== '/v1/chat/completions') return null
    const chunk = (choices: unknown[], more: object = {}) =>
      data({ id: 'c1', object: 'chat.completion.chunk', model: body['model'], choices, ...more })
    const delta = (content: object, finish: string | null = null) => chunk([{ index: 0, delta: content, finish_reason: finish }])
    return sse([
      delta({ role: 'assistant', content: '' }),
      ...piecesOf(`echo: ${text}`).map((content) => delta({ content })),
      delta({}, 'stop'),
      chunk([], { usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } }),
      'data: [DONE]\n\n',
    ])
  },
}

export type AgnoGeneration = 1 | 2

/** An AgentOS with one agent, one team and one workflow. */
export function hiveDialect(generation: AgnoGeneration): Dialect {
  const content = generation === 1 ? 'RunResponseContent' : 'RunContent'
  const metrics = generation === 1 ? { input_tokens: [4, 5], output_tokens: [6] } : { input_tokens: 9, output_tokens: 6 }
  return {
    textOf: (body) => String(body['message'] ?? ''),
    answer({ method, path, body, text }) {
      if (method === 'GET') {
        const idOf = (kind: string) => (generation === 1 ? `${kind}_id` : 'id')
        const lists: Record<string, unknown> = {
          '/agents': [{ [idOf('agent')]: 'sofia', name: 'Sofia' }],
          '/teams': [{ [idOf('team')]: 'shop', name: 'The shop' }],
          '/workflows': [{ [idOf('workflow')]: 'orders', name: 'Orders' }],
        }
        return path in lists ? json(lists[path]) : null
      }
      if (path === '/process') return json({ message: `echo: ${text}`, session_id: 's-1' })
      const run = /^\/(agent|team|workflow)s\/[^/]+\/runs$/.exec(path)
      if (run === null) return null
      const answer = `echo: ${text}`
      const facts = { run_id: 'r-1', session_id: String(body['session_id']), created_at: 1 }
      if (body['stream'] !== 'true') return json({ ...facts, content: answer, content_type: 'str', metrics, tools: [] })
      if (run[1] === 'agent') {
        return sse([
          named('RunStarted', facts),
          ...piecesOf(answer).map((piece) => named(content, { ...facts, content: piece, content_type: 'str' })),
          named('RunCompleted', { ...facts, content: answer, metrics }),
        ])
      }
      const member = { ...facts, run_id: 'r-2', parent_run_id: 'r-1' }
      if (run[1] === 'team') {
        return sse([
          named('TeamRunStarted', facts),
          named('TeamToolCallStarted', { ...facts, tool: { tool_name: 'delegate_task_to_member' } }),
          named('RunStarted', member),
          named(content, { ...member, content: 'what a member thinks' }),
          named('RunCompleted', { ...member, content: 'what a member thinks' }),
          named('TeamToolCallCompleted', { ...facts, tool: { tool_name: 'delegate_task_to_member' } }),
          ...piecesOf(answer).map((piece) => named(`Team${content}`, { ...facts, content: piece })),
          named('TeamRunCompleted', { ...facts, content: answer, metrics }),
        ])
      }
      return sse([
        named('WorkflowStarted', facts),
        named('StepStarted', { ...facts, step_name: 'look' }),
        named(content, { ...member, content: 'what a step thinks' }),
        named('RunCompleted', { ...member, content: 'what a step thinks' }),
        named('WorkflowCompleted', { ...facts, content: answer, metrics }),
      ])
    },
  }
}

export type AgUiForm = 'named' | 'typed'

/** AG-UI in either of its two forms. */
export function leoDialect(form: AgUiForm, options: { endsWithText?: boolean } = {}): Dialect {
  const event = (type: string, value: object) =>
    form === 'typed' ? data({ type, ...value }) : `event: ${type}\ndata: ${JSON.stringify({ ...value, type: 'text' })}\n\n`
  return {
    textOf: lastText,
    answer({ path, body, text }) {
      if (path !== '/agent') return null
      const run = { threadId: body['threadId'], runId: body['runId'] }
      const answer = `echo: ${text}`
      return sse([
        event('RUN_STARTED', run),
        event('STEP_STARTED', { stepName: 'think' }),
        event('TEXT_MESSAGE_START', { messageId: 'm1', role: 'assistant' }),
        ...piecesOf(answer).map((delta) => event('TEXT_MESSAGE_CONTENT', { messageId: 'm1', delta })),
        event('TEXT_MESSAGE_END', { messageId: 'm1' }),
        event('RUN_FINISHED', { ...run, ...(options.endsWithText === true ? { final_response: answer } : {}) }),
      ])
    },
  }
}

export const webhookDialect: Dialect = {
  textOf: (body) => String((body['content'] as { text?: string } | undefined)?.text ?? ''),
  answer: ({ path, text }) => (path === '/hook' ? json({ reply: `echo: ${text}` }) : null),
}
