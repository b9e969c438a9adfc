import { expect, test } from 'vitest'
import { isMatch, keyCaps, type Pressed } from './keys.ts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

test('mod is Ctrl or ⌘, and no other key is held', () => {
  expect(isMatch('mod+k', [press('k', { ctrlKey: true })])).toBe(true)
  expect(isMatch('mod+k', [press('k', { metaKey: true })])).toBe(true)
  expect(isMatch('mod+k', [press('k')])).toBe(false)
  expect(isMatch('mod+k', [press('K', { ctrlKey: true, shiftKey: true })])).toBe(false)
  expect(isMatch('k', [press('k', { ctrlKey: true })])).toBe(false)
})

test('a sequence needs its keys one after the other', () => {
  expect(isMatch('g h', [press('g'), press('h')])).toBe(true)
  expect(isMatch('g h', [press('x'), press('g'), press('h')])).toBe(true)
  expect(isMatch('g h', [press('h')])).toBe(false)
  expect(isMatch('g h', [press('g'), press('x'), press('h')])).toBe(false)
})

test('a sign is found however a keyboard types it', () => {
  expect(isMatch('?', [press('?', { shiftKey: true })])).toBe(true)
  expect(isMatch('?', [press('?')])).toBe(true)
  expect(isMatch('[', [press('[', { altKey: true })])).toBe(true)
})

test('keys with Caps Lock on are the same keys', () => {
  expect(isMatch('g h', [press('G'), press('H')])).toBe(true)
})

test('named keys are matched with their modifiers', () => {
  expect(isMatch('alt+arrowdown', [press('ArrowDown', { altKey: true })])).toBe(true)
  expect(isMatch('arrowdown', [press('ArrowDown', { altKey: true })])).toBe(false)
})

test('key caps read as on the keyboard', () => {
  expect(keyCaps('mod+k', false)).toEqual([['Ctrl', 'K']])
  expect(keyCaps('mod+shift+enter', true)).toEqual([['⌘', '⇧', '↵']])
  expect(keyCaps('g h', false)).toEqual([['G'], ['H']])
})
