import { expect, test } from 'vitest'
import { createSaver } from './saver.ts'

test('the newest value is saved last, one call at a time, and those in between not at all', async () => {
  const written: string[] = []
  const answers: (() => void)[] = []
  const saver = createSaver<string>(
    (value) => {
      written.push(value)
      return new Promise<void>((resolve) => answers.push(resolve))
    },
    () => undefined,
  )
  for (const value of ['a', 'ab', 'abc']) saver.save(value)
  expect(written).toEqual(['a'])
  answers.shift()?.()
  await Promise.resolve()
  await Promise.resolve()
  expect(written).toEqual(['a', 'abc'])
  answers.shift()?.()
  await saver.settled()
  expect(written).toEqual(['a', 'abc'])
})

test('a value that could not be saved does not keep the next from being saved', async () => {
  const problems: unknown[] = []
  const written: number[] = []
  const saver = createSaver<number>(
    (value) => (value === 1 ? Promise.reject(new Error('down')) : Promise.resolve(written.push(value))),
    (error) => problems.push(error),
  )
  saver.save(1)
  saver.save(2)
  await saver.settled()
  saver.save(3)
  await saver.settled()
  expect(problems).toHaveLength(1)
  expect(written).toEqual([2, 3])
})
