/** What a route of the fake server gets and gives. */
import type { FakeInstance, Json } from './model.ts'
import type { FakeEvolution } from './server.ts'

/** Thrown by a route to answer with an error of the usual shape. */
export class Refusal extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, error: string, message: unknown) {
    super(error)
    this.status = status
    this.body = { status, error, response: { message } }
  }
}

export const badRequest = (message: unknown): Refusal => new Refusal(400, 'Bad Request', [message])

export interface RouteCall {
  server: FakeEvolution
  body: Json
  query: URLSearchParams
}

export interface InstanceCall extends RouteCall {
  instance: FakeInstance
}

export interface Answer {
  status: number
  body: unknown
}
