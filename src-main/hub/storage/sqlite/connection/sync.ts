/** The synchronous twin of a port: the same operations inside the thread that owns the database. */
export type Sync<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never
}
