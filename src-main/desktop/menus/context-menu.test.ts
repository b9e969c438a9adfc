import { describe, expect, it } from 'vitest'
import { type Clicked, contextMenu } from './context-menu.ts'

const flags = {
  canUndo: true,
  canRedo: true,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
  canEditRichly: false,
}

function clickOn(part: Partial<Clicked>) {
  const done: unknown[] = []
  const nothing: Clicked = {
    isEditable: false,
    editFlags: flags,
    selectionText: '',
    misspelledWord: '',
    dictionarySuggestions: [],
    linkURL: '',
    mediaType: 'none',
    x: 3,
    y: 4,
  }
  const items = contextMenu(
    { ...nothing, ...part },
    {
      replace: (word) => done.push(['replace', word]),
      learn: (word) => done.push(['learn', word]),
      copyText: (text) => done.push(['copy', text]),
      copyImageAt: (x, y) => done.push(['image', x, y]),
    },
  )
  const choose = (label: string) => items.find((item) => item.label === label)?.click?.({} as never, undefined, {} as never)
  return { labels: items.map(({ type, label }) => (type === 'separator' ? '—' : label)), choose, done }
}

describe('the right mouse button', () => {
  it('has nothing to offer on the page itself', () => {
    expect(clickOn({}).labels).toEqual([])
  })

  it('copies what is selected', () => {
    expect(clickOn({ selectionText: 'Hello' }).labels).toEqual(['Copy'])
  })

  it('offers what was probably meant for a misspelled word, before the usual', () => {
    const { labels, choose, done } = clickOn({
      isEditable: true,
      misspelledWord: 'teh',
      dictionarySuggestions: ['the', 'tea', 'ten', 'tech', 'meh', 'feh'],
    })
    expect(labels).toEqual(['the', 'tea', 'ten', 'tech', 'meh', 'Add to dictionary', '—', 'Cut', 'Copy', 'Paste', 'Select all'])
    choose('the')
    choose('Add to dictionary')
    expect(done).toEqual([
      ['replace', 'the'],
      ['learn', 'teh'],
    ])
  })

  it('says when nothing is similar to a word', () => {
    expect(clickOn({ isEditable: true, misspelledWord: 'xqzt' }).labels.slice(0, 2)).toEqual(['No suggestion', 'Add to dictionary'])
  })

  it('copies the address of a link on the web, and of no other', () => {
    const { labels, choose, done } = clickOn({ linkURL: 'https://example.org/a' })
    expect(labels).toEqual(['Copy link address'])
    choose('Copy link address')
    expect(done).toEqual([['copy', 'https://example.org/a']])
    for (const linkURL of ['omni-app://panel/#/agents', 'javascript:alert(1)', 'https://bank.example@evil.example/'])
      expect(clickOn({ linkURL }).labels).toEqual([])
  })

  it('copies the picture under it', () => {
    const { choose, done } = clickOn({ mediaType: 'image' })
    choose('Copy picture')
    expect(done).toEqual([['image', 3, 4]])
  })
})
