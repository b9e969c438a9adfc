/**
 * The statements of one connection. Each is declared while the connection's operations are set up, and compiled
 * with its first use: a storage thread has three hundred of them, of which few run in its first minutes, and
 * compiling them all was a fifth of its start. As none is declared later, a test can compile every one.
 */
import type Database from 'better-sqlite3'
import type { Db } from './database.ts'

/** The text of a statement and the values for its question marks. */
export interface Composed {
  sql: string
  params: unknown[]
}

export type Statement<Params extends unknown[] = unknown[], Result = unknown> = LateStatement<Params, Result>

/** It has of better-sqlite3's methods what is used here. */
class LateStatement<Params extends unknown[], Result> {
  #compile: () => Database.Statement<unknown[], Result>
  #compiled: Database.Statement<unknown[], Result> | null = null

  constructor(compile: () => Database.Statement<unknown[], Result>) {
    this.#compile = compile
  }

  get #it(): Database.Statement<unknown[], Result> {
    this.#compiled ??= this.#compile()
    return this.#compiled
  }

  run(...params: Params): Database.RunResult {
    return this.#it.run(...params)
  }
  get(...params: Params): Result | undefined {
    return this.#it.get(...params)
  }
  all(...params: Params): Result[] {
    return this.#it.all(...params)
  }
  iterate(...params: Params): IterableIterator<Result> {
    return this.#it.iterate(...params)
  }
  pluck(): this {
    const compile = this.#compile
    this.#compile = () => compile().pluck()
    return this
  }
}

/** A statement whose text depends on what is asked. It is compiled each time. */
interface ComposedStatement<Question, Result> {
  get(question: Question): Result | undefined
  all(question: Question): Result[]
}

export class Statements {
  readonly #db: Db
  readonly #texts: string[] = []
  readonly #composed: (() => string[])[] = []
  #isSealed = false

  constructor(db: Db) {
    this.#db = db
  }

  prepare<Params extends unknown[] = unknown[], Result = unknown>(sql: string): Statement<Params, Result> {
    this.#refuseIfSealed(sql)
    this.#texts.push(sql)
    return new LateStatement(() => this.#db.prepare<unknown[], Result>(sql))
  }

  /** @param examples questions that between them bring out every piece of text that `compose` knows */
  compose<Question, Result>(examples: Question[], compose: (question: Question) => Composed): ComposedStatement<Question, Result> {
    const texts = () => examples.map((example) => compose(example).sql)
    this.#refuseIfSealed(texts)
    this.#composed.push(texts)
    const compile = (sql: string) => this.#db.prepare<unknown[], Result>(sql)
    return {
      get(question) {
        const { sql, params } = compose(question)
        return compile(sql).get(...params)
      },
      all(question) {
        const { sql, params } = compose(question)
        return compile(sql).all(...params)
      },
    }
  }

  transaction<Work extends Parameters<Db['transaction']>[0]>(work: Work): Database.Transaction<Work> {
    return this.#db.transaction(work)
  }

  /** The set-up is over: what an operation declared now would be tried by no test. */
  seal(): void {
    this.#isSealed = true
  }

  /** The text of every statement, in each of its shapes. */
  everyText(): string[] {
    return [...this.#texts, ...this.#composed.flatMap((texts) => texts())]
  }

  #refuseIfSealed(text: string | (() => string[])): void {
    if (!this.#isSealed) return
    throw new Error(`a statement was declared after the set-up: ${typeof text === 'string' ? text : text()[0]}`)
  }
}
