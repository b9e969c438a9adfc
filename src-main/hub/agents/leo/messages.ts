/**
 * The messages of one AG-UI run, by their ids. The answer is what the assistant says, each message
 * whole and once, in the order in which they were started, however their pieces come in between.
 */

import type { JsonObject } from '../../runtime/json.ts'
import { isBeginning, mayRepeat, repeats, saysTheSame } from '../final-text.ts'
import { idOf } from '../json.ts'

const PARAGRAPH = '\n\n'

interface Message {
  id: string
  isAnswer: boolean
  text: string
  /** What it said before it was started once more. */
  before: string
  isEnded: boolean
  /** Something came in between: what follows is a paragraph of its own. */
  isPaused: boolean
  /** Its pieces come without a start and an end. */
  isChunked: boolean
}

export class RunMessages {
  readonly #messages: Message[] = []
  /** The last snapshot, and whether words came after it. */
  #snapshot: JsonObject[] = []
  #isSnapshotLast = false
  #current: Message | null = null
  #passed = ''
  #nameless = 0

  start(id: string | null, role: string): void {
    const known = id === null ? undefined : this.#find(id)
    if (known === undefined) this.#open(id, role, false)
    // It goes on, or is told again from its beginning: what comes will show.
    else {
      known.before = wordsOf(known)
      known.text = ''
      known.isEnded = false
      this.#current = known
    }
  }

  /** A piece of a message. @returns what may be passed on */
  add(id: string | null, text: string): string {
    const known = id === null ? this.#current : this.#find(id)
    return this.#append(known ?? this.#openFromSnapshot(id), text)
  }

  /** A piece of a message that is started by its first piece, and ended by the first of another. */
  chunk(id: string | null, role: string, text: string): string {
    const known = id === null ? this.#current : this.#find(id)
    return this.#append(known ?? this.#open(id, role, true), text)
  }

  end(id: string | null): string {
    const message = id === null ? this.#current : this.#find(id)
    if (message != null) {
      message.isEnded = true
      message.isPaused = true
    }
    if (message === this.#current && id === null) this.#current = null
    return this.#pass()
  }

  /** A tool is called. */
  pause(): void {
    if (this.#current !== null) this.#current.isPaused = true
  }

  /** All messages of the thread. */
  snapshot(messages: JsonObject[]): void {
    this.#snapshot = messages
    this.#isSnapshotLast = true
  }

  /** `last`: what is still to be passed on; `text`: the whole answer. */
  finish(): { last: string; text: string } {
    this.#takeSnapshot()
    for (const message of this.#messages) message.isEnded = true
    const last = this.#pass()
    return { last, text: this.#textOf(this.#messages) }
  }

  /** Was the answer passed on as it is? */
  get isAsStreamed(): boolean {
    return this.#passed === this.#textOf(this.#messages)
  }

  #find(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id)
  }

  #open(id: string | null, role: string, isChunked: boolean): Message {
    for (const message of this.#messages) if (message.isChunked) message.isEnded = true
    this.#nameless += 1
    const message = {
      id: id ?? `nameless ${this.#nameless}`,
      isAnswer: role === 'assistant',
      text: '',
      before: '',
      isEnded: false,
      isPaused: false,
      isChunked,
    }
    this.#messages.push(message)
    this.#current = message
    return message
  }

  /** What a snapshot has begun goes on where that ended. */
  #openFromSnapshot(id: string | null): Message {
    const begun = id === null ? undefined : this.#snapshot.find((message) => message['id'] === id)
    const message = this.#open(id, idOf(begun?.['role']) ?? 'assistant', true)
    message.text = contentOf(begun?.['content'])
    return message
  }

  #append(message: Message, text: string): string {
    this.#current = message
    if (repeats(message.text, text)) return this.#pass()
    message.text += message.isPaused && /\S$/.test(message.text) && /^\S/.test(text) ? `${PARAGRAPH}${text}` : text
    if (text !== '') message.isPaused = false
    if (message.isAnswer && text.trim() !== '') this.#isSnapshotLast = false
    return this.#pass()
  }

  /** Messages of one run are paragraphs of one answer. One that goes on keeps those after it waiting. */
  #pass(): string {
    const waiting = this.#messages.findIndex((message) => message.isAnswer && !message.isEnded)
    const text = this.#textOf(waiting === -1 ? this.#messages : this.#messages.slice(0, waiting + 1))
    if (text.length <= this.#passed.length || !text.startsWith(this.#passed)) return ''
    const next = text.slice(this.#passed.length)
    this.#passed = text
    return next
  }

  #textOf(messages: Message[]): string {
    let whole = ''
    for (const message of messages) {
      const words = message.isAnswer ? wordsOf(message) : ''
      // Some say all of it once more in a message of its own.
      const isRepeated = message.isEnded ? repeats(whole, words) : mayRepeat(whole, words)
      if (words !== '' && !isRepeated) whole = whole === '' ? words : `${whole}${PARAGRAPH}${words}`
    }
    return whole
  }

  /** What stands in it behind the last question is of this run; it counts where it tells more than the events. */
  #takeSnapshot(): void {
    const lastQuestion = this.#snapshot.findLastIndex(({ role }) => role === 'user')
    const answers = this.#snapshot.filter(({ role }) => role === 'assistant')
    const own = lastQuestion === -1 ? answers.slice(-1) : answers.filter((message) => this.#snapshot.indexOf(message) > lastQuestion)
    const isOnlySource = !this.#messages.some(({ isAnswer, text }) => isAnswer && text.trim() !== '')
    for (const message of own) {
      const text = contentOf(message['content'])
      const id = idOf(message['id'])
      const known = id === null ? undefined : this.#find(id)
      if (text.trim() === '' || (known !== undefined && !known.isAnswer)) continue
      if (known !== undefined) {
        if (this.#isSnapshotLast || wordsOf(known).trim() === '') {
          known.before = ''
          known.text = text
        }
      } else if ((this.#isSnapshotLast || isOnlySource) && !this.#messages.some((one) => one.isAnswer && saysTheSame(one.text, text)))
        this.#open(id, 'assistant', false).text = text
    }
  }
}

function wordsOf({ before, text }: Message): string {
  if (before === '' || isBeginning(before, text)) return text
  return isBeginning(text, before) ? before : `${before.trimEnd()}${PARAGRAPH}${text.trimStart()}`
}

/** A text, or a list of parts with texts among them. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('')
}
