import { expect, test } from 'vitest'
import { createSaver } from './saver.ts'

const never = async () => false

test('the newest value is saved last, one call at a time, and those in between not at all', async () => {
  const written: string[] = []
  const answers: (() => void)[] = []
  const write = (value: string) => {
    written.push(value)
    return new Promise<void>((resolve) => answers.push(resolve))
  }
  const saver = createSaver<string>({ write, mayRetry: never })
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

test('what waits is sent at once when the page goes', () => {
  const written: string[] = []
  const write = (value: string) => {
    written.push(value)
    return new Promise<void>(() => undefined)
  }
  const saver = createSaver<string>({ write, mayRetry: never })
  for (const value of ['a', 'ab']) saver.save(value)
  saver.flush()
  saver.flush()
  expect(written).toEqual(['a', 'ab'])
})

test('a value that is refused for good does not keep the next from being saved', async () => {
  const written: number[] = []
  const write = (value: number) => (value === 1 ? Promise.reject(new Error('refused')) : Promise.resolve(written.push(value)))
  const saver = createSaver<number>({ write, mayRetry: never })
  saver.save(1)
  await saver.settled()
  saver.save(2)
  await saver.settled()
  expect(written).toEqual([2])
})

test('what could not be saved for now is saved when it can be, and in its newest form', async () => {
  const written: string[] = []
  let isAway = true
  let comeBack: (isBack: boolean) => void = () => undefined
  const saver = createSaver<string>({
    write: (value) => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(written.push(value))),
    mayRetry: () =>
      new Promise((resolve) => {
        comeBack = resolve
      }),
  })
  saver.save('typed')
  await Promise.resolve()
  await Promise.resolve()
  isAway = false
  comeBack(true)
  await saver.settled()
  expect(written).toEqual(['typed'])

  isAway = true
  saver.save('older')
  await Promise.resolve()
  await Promise.resolve()
  saver.save('newer')
  isAway = false
  comeBack(true)
  await saver.settled()
  expect(written).toEqual(['typed', 'newer'])
})
