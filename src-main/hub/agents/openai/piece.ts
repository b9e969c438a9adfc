/** One chunk of a model's answer, or all of it: OpenAI's form and Ollama's own. */
import { isObject, type JsonObject } from '../../runtime/json.ts'
import { objectsIn } from '../json.ts'

export interface Piece {
  /** Null where there is none, as with one that only calls tools. */
  text: string | null
  /** What the model thinks, in whichever field its server has for it. */
  reasoning: string
  /** The whole message, not a part that is added to what came before. */
  isWhole: boolean
  toolCalls: JsonObject[]
  /** The server's word for why the model stopped. An empty one says nothing. */
  finish: string | null
  /** What the server says of a failure beside it. */
  error: JsonObject | null
}

/** Of several answers at once, the one that is read. Null for a chunk without any. */
export function choiceIn(chunk: JsonObject): number | null {
  const indexes = objectsIn(chunk['choices']).map(indexOf)
  return indexes.includes(0) ? 0 : (indexes[0] ?? null)
}

const indexOf = ({ index }: JsonObject): number => (typeof index === 'number' ? index : 0)

/** Null for a chunk that says nothing (usage, a name, another answer). */
export function pieceIn(chunk: JsonObject, wanted: number | null): Piece | null {
  const choice = objectsIn(chunk['choices']).find((one) => indexOf(one) === wanted)
  if (choice !== undefined) {
    const isWhole = !isObject(choice['delta']) && isObject(choice['message'])
    // The form of plain completions.
    const plain = typeof choice['text'] === 'string' ? { content: choice['text'] } : {}
    const said = isWhole ? choice['message'] : (choice['delta'] ?? plain)
    return pieceOf(isObject(said) ? said : {}, isWhole, choice['finish_reason'], choice['error'])
  }
  // Ollama's own: the message grows line by line, `done` ends it.
  if (isObject(chunk['message']) && typeof chunk['done'] === 'boolean')
    return pieceOf(chunk['message'], false, chunk['done'] ? (chunk['done_reason'] ?? 'stop') : null, null)
  return null
}

function pieceOf(said: JsonObject, isWhole: boolean, finish: unknown, error: unknown): Piece {
  const { text, reasoning } = contentOf(said['content'])
  const apart = [said['reasoning_content'], said['reasoning'], said['thinking']].find((field) => typeof field === 'string')
  return {
    text: isWhole && said['content'] === null ? '' : text,
    reasoning: `${typeof apart === 'string' ? apart : ''}${reasoning}`,
    isWhole,
    toolCalls: objectsIn(said['tool_calls']),
    finish: typeof finish === 'string' && finish !== '' ? finish : null,
    error: isObject(error) ? error : null,
  }
}

/** Some servers give the text in parts, and what the model thinks among them. */
function contentOf(content: unknown): { text: string | null; reasoning: string } {
  if (typeof content === 'string') return { text: content, reasoning: '' }
  if (!Array.isArray(content)) return { text: null, reasoning: '' }
  const parts = objectsIn(content)
  const isThought = (part: JsonObject) => /think|reason/i.test(String(part['type'] ?? ''))
  const wordsOf = ({ text, thinking }: JsonObject): string => {
    if (typeof text === 'string') return text
    return isObject(text) && typeof text['value'] === 'string' ? text['value'] : (contentOf(thinking).text ?? '')
  }
  return {
    text: parts
      .filter((part) => !isThought(part))
      .map(wordsOf)
      .join(''),
    reasoning: parts.filter(isThought).map(wordsOf).join(''),
  }
}
