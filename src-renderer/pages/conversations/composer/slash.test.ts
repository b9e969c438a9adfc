import { expect, test } from 'vitest'
import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'
import { matchReplies, replaceRange, slashAt } from './slash.ts'

const reply = (shortcut: string, text = ''): SavedReply => ({ id: shortcut, instanceName: null, shortcut, text })
const at = (text: string) => slashAt(text, text.length)

test('a slash at the beginning of a word asks for saved replies', () => {
  expect(at('/')).toEqual({ start: 0, query: '' })
  expect(at('Hello!\n/hor')).toEqual({ start: 7, query: 'hor' })
  expect(at('Olá /endereço')).toEqual({ start: 4, query: 'endereço' })
})

test('a date, an address, and a slash that is over ask for nothing', () => {
  for (const text of ['on 24/12', 'https://shop', '/hours and', 'and/or', '']) expect(at(text)).toBeNull()
})

test('only what stands before the caret counts', () => {
  expect(slashAt('/hours later', 3)).toEqual({ start: 0, query: 'ho' })
})

test('the best match is the one whose shortcut begins so, whatever its case and accents', () => {
  const replies = [reply('thanks', 'see our hours'), reply('opening-hours'), reply('Horário'), reply('hours')]
  expect(matchReplies(replies, 'HO').map(({ shortcut }) => shortcut)).toEqual(['Horário', 'hours', 'opening-hours', 'thanks'])
  expect(matchReplies(replies, 'horario').map(({ shortcut }) => shortcut)).toEqual(['Horário'])
  expect(matchReplies(replies, 'xyz')).toEqual([])
  expect(matchReplies(replies, '')).toHaveLength(4)
})

test('a reply takes the place of what was typed, and what follows stays', () => {
  expect(replaceRange('Hi /ho bye', 3, 6, 'We open at 9.')).toEqual({ text: 'Hi We open at 9. bye', caret: 16 })
})
