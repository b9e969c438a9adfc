import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RunMessages } from './messages.ts'

const words = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 5 })
const message = fc.record({ role: fc.constantFrom('assistant', 'system', 'user'), pieces: words, isEnded: fc.boolean() })

it('each message of the assistant is passed on whole, once and in the order of its start, however their pieces come', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat()),
      fc.boolean(),
      (sent, picks, hasSnapshot) => {
        const run = new RunMessages()
        let passed = ''
        const todo = sent.map(({ pieces, isEnded }, index) => ({ id: `m${index}`, pieces: [...pieces], isEnded }))
        for (const [index, { role }] of sent.entries()) run.start(`m${index}`, role)
        while (todo.length > 0) {
          const at = (picks.next().value ?? 0) % todo.length
          const one = todo[at]
          const piece = one?.pieces.shift()
          if (piece !== undefined) passed += run.add(one?.id ?? null, piece)
          else {
            if (one?.isEnded) passed += run.end(one.id)
            todo.splice(at, 1)
          }
        }
        const told = sent.map(({ role, pieces }, index) => ({ id: `m${index}`, role, content: pieces.join('') }))
        if (hasSnapshot) run.snapshot([{ id: 'u', role: 'user', content: 'hi' }, ...told])
        const { last, text } = run.finish()
        const expected = told.filter(({ role }) => role === 'assistant').map(({ content }) => content)
        expect(text).toBe(expected.join('\n\n'))
        expect(passed + last).toBe(text)
        expect(run.isAsStreamed).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})
