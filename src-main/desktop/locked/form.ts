/** What the page that asks for the recovery phrase is answered, and how asking ends. */
import { LOCKED_HEADERS, lockedPage } from './page.ts'

/** Longer texts are no phrase, however it is written. */
const MAX_TYPED = 2000

export interface LockedForm {
  answer(request: Request): Promise<Response>
  /** Resolves when a try has ended the asking, or somebody has had enough. */
  ended: Promise<'tried' | 'closed'>
}

/** @param attempt tries what was typed. Resolves to what is wrong with it, for people; null when there is nothing left to ask. */
export function createLockedForm(attempt: (typed: string) => Promise<string | null>): LockedForm {
  const ended = Promise.withResolvers<'tried' | 'closed'>()
  /** One try after the other: each starts the hub. */
  let trying: Promise<unknown> = Promise.resolve()
  let isOver = false

  async function attemptOnce(typed: string): Promise<string | null> {
    if (isOver) return null
    const problem = await attempt(typed)
    isOver = problem === null
    return problem
  }

  const page = (typed: string, problem: string | null) => new Response(lockedPage({ typed, problem }), { headers: LOCKED_HEADERS })

  return {
    ended: ended.promise,
    async answer(request) {
      if (request.method !== 'POST') return page('', null)
      const form = new URLSearchParams(await request.text())
      if (form.has('close')) {
        ended.resolve('closed')
        return new Response(null, { status: 204 })
      }
      const typed = (form.get('words') ?? '').slice(0, MAX_TYPED)
      const tried = trying.then(() => attemptOnce(typed))
      trying = tried.catch(() => undefined)
      const problem = await tried
      if (problem !== null) return page(typed, problem)
      ended.resolve('tried')
      return new Response(null, { status: 204 })
    },
  }
}
