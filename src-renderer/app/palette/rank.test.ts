import { expect, test } from 'vitest'
import { type Command, find } from './rank.ts'

const command = (label: string, keywords?: string): Command => ({ id: label, group: 'actions', label, keywords })
const labels = (commands: Command[], query: string) => find(commands, query).map(({ label }) => label)

test('nothing typed shows everything in its order', () => {
  expect(labels([command('Home'), command('Access')], ' ')).toEqual(['Home', 'Access'])
})

test('the beginnings of words find it, without accents or case', () => {
  const all = [command('Configurações'), command('Conectar o WhatsApp'), command('Início')]
  expect(labels(all, 'configuracoes')).toEqual(['Configurações'])
  expect(labels(all, 'con wha')).toEqual(['Conectar o WhatsApp'])
  expect(labels(all, 'hats')).toEqual([])
})

test('what begins with the typed word stands before what only has it', () => {
  expect(labels([command('Open shop'), command('Shop window')], 'shop')).toEqual(['Shop window', 'Open shop'])
})

test('keywords lead to it as well, after the labels', () => {
  expect(labels([command('Switch to the dark theme', 'night'), command('Night shift')], 'night')).toEqual([
    'Night shift',
    'Switch to the dark theme',
  ])
})

test('a part of a name with hyphens is a word', () => {
  expect(labels([command('Open sol-bakery')], 'bak')).toEqual(['Open sol-bakery'])
})
