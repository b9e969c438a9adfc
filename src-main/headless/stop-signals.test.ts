import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { onStopSignals, type StopSignalsHost } from './stop-signals.ts'

function host(): StopSignalsHost & EventEmitter & { exits: number[] } {
  const exits: number[] = []
  return Object.assign(new EventEmitter(), { exits, exit: (code: number) => exits.push(code) }) as never
}

it('the first signal asks for a stop, and does not end the process', () => {
  const process = host()
  let stops = 0
  onStopSignals(() => stops++, process)
  process.emit('SIGTERM')
  expect({ stops, exits: process.exits }).toEqual({ stops: 1, exits: [] })
})

it('a second Ctrl-C ends the process at once, with the code of the signal', () => {
  const process = host()
  let stops = 0
  onStopSignals(() => stops++, process)
  process.emit('SIGINT')
  process.emit('SIGINT')
  expect({ stops, exits: process.exits }).toEqual({ stops: 1, exits: [130] })
})
