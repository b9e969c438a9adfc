import type Database from 'better-sqlite3'
import type { Db } from './database.ts'

type Statement = Database.Statement<unknown[]>

/** A statement that is compiled with its first use. It has of better-sqlite3's methods what is used here. */
class LateStatement {
  #compile: () => Statement
  #compiled: Statement | null = null

  constructor(compile: () => Statement) {
    this.#compile = compile
  }

  get #it(): Statement {
    this.#compiled ??= this.#compile()
    return this.#compiled
  }

  run(...parameters: unknown[]) {
    return this.#it.run(...parameters)
  }
  get(...parameters: unknown[]) {
    return this.#it.get(...parameters)
  }
  all(...parameters: unknown[]) {
    return this.#it.all(...parameters)
  }
  iterate(...parameters: unknown[]) {
    return this.#it.iterate(...parameters)
  }
  pluck(): this {
    const compile = this.#compile
    this.#compile = () => compile().pluck()
    return this
  }
}

/**
 * Has the connection compile each statement when it is first used. The storage threads have three hundred
 * of them, of which few run in their first minutes: compiling them all was a fifth of a thread's start.
 */
export function compileLate(db: Db): void {
  const prepare = db.prepare.bind(db)
  const prepareLate = (sql: string) => new LateStatement(() => prepare<unknown[]>(sql))
  db.prepare = prepareLate as unknown as Db['prepare']
}
