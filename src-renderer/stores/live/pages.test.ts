import { expect, test } from 'vitest'
import { type Paged, placeMessage, placeNewestFirst, removeItem } from './pages.ts'

interface Item {
  id: string
  seq: number
}

function paged(pages: number[][], nextBefore: string | null = null): Paged<Item> {
  return {
    pages: pages.map((seqs, index) => ({
      items: seqs.map((seq) => ({ id: `m${seq}`, seq })),
      nextBefore: index === pages.length - 1 ? nextBefore : 'cursor',
    })),
    pageParams: pages.map(() => undefined),
  }
}
const seqs = (data: Paged<Item>) => data.pages.map((page) => page.items.map((item) => item.seq))
const item = (seq: number, id = `m${seq}`) => ({ id, seq })

test('a new message goes to the end of the newest page', () => {
  expect(
    seqs(
      placeMessage(
        paged([
          [5, 6],
          [1, 2],
        ]),
        item(7),
      ),
    ),
  ).toEqual([
    [5, 6, 7],
    [1, 2],
  ])
})

test('a message known by its id is replaced where it stands, on whichever page', () => {
  const data = placeMessage(
    paged([
      [5, 6],
      [1, 2],
    ]),
    { ...item(1), text: 'edited' } as Item,
  )
  expect(seqs(data)).toEqual([
    [5, 6],
    [1, 2],
  ])
  expect(data.pages[1]?.items[0]).toMatchObject({ text: 'edited' })
})

test('messages that arrive out of order still stand in order', () => {
  const data = [8, 7].reduce((all, seq) => placeMessage(all, item(seq)), paged([[5, 6]]))
  expect(seqs(data)).toEqual([[5, 6, 7, 8]])
})

test('an old message of a page that is not loaded does not appear among the newest', () => {
  const data = paged([[5, 6]], 'older')
  expect(placeMessage(data, item(2))).toBe(data)
})

test('the first message of an empty thread appears', () => {
  expect(seqs(placeMessage(paged([[]]), item(1)))).toEqual([[1]])
})

test('a conversation that changed moves to the top and is not listed twice', () => {
  const moved = placeNewestFirst(
    paged([
      [9, 8],
      [7, 6],
    ]),
    item(10, 'm7'),
    (x) => x.seq,
  )
  expect(seqs(moved)).toEqual([[10, 9, 8], [6]])
})

test('an item older than everything loaded waits for its page', () => {
  expect(seqs(placeNewestFirst(paged([[9, 8]], 'older'), item(1), (x) => x.seq))).toEqual([[9, 8]])
  expect(seqs(placeNewestFirst(paged([[9, 8]]), item(1), (x) => x.seq))).toEqual([[9, 8, 1]])
})

test('among equals, one that changed stays where it was, and one that is new comes first', () => {
  const rank = (x: Item) => Math.floor(x.seq / 10)
  const ids = (data: Paged<Item>) => data.pages.map((page) => page.items.map(({ id }) => id))
  expect(ids(placeNewestFirst(paged([[29, 28], [27]]), item(25, 'm27'), rank))).toEqual([['m29', 'm28'], ['m27']])
  expect(ids(placeNewestFirst(paged([[29, 28], [17]]), item(25, 'm17'), rank))).toEqual([['m17', 'm29', 'm28'], []])
})

test('removing what is not there changes nothing', () => {
  const data = paged([[9, 8]])
  expect(removeItem(data, 'm1')).toBe(data)
  expect(seqs(removeItem(data, 'm9'))).toEqual([[8]])
})
