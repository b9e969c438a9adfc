/**
 * Runs in the page: writes down every text that a streaming bubble shows. From outside one would
 * only see the moments at which one happens to look.
 */
import type { RecordedAnswer } from './recorded-answer.ts'

interface Recording {
  texts: string[]
  row: Element | null
}

const recording: Recording = { texts: [], row: null }

function look(): void {
  const busy = document.querySelector('[role="log"] article [aria-busy="true"]')
  const row = busy?.closest('[data-index]') ?? null
  if (!busy || !row) return
  if (recording.row !== row) {
    recording.row = row
    recording.texts = []
  }
  const text = textOf(busy)
  if (text !== '' && text !== 'Thinking…' && text !== recording.texts.at(-1)) recording.texts.push(text)
}

/** The paragraphs of a text, as they were written: with an empty line between them. */
function textOf(element: Element): string {
  return Array.from(element.querySelectorAll('p'), (paragraph) => paragraph.textContent).join('\n\n')
}

const observer = new MutationObserver(look)
observer.observe(document, { subtree: true, childList: true, characterData: true })

Object.assign(globalThis, {
  recordedAnswer(): RecordedAnswer {
    const { texts, row } = recording
    return {
      texts,
      isSameRow: row?.isConnected ?? false,
      rowText: row === null ? '' : textOf(row),
      rowAuthor: row?.querySelector('article')?.getAttribute('aria-label') ?? null,
    }
  },
})
