/** `MessageChannelMain`: two ends in this process, either of which may be handed to a page. */
import { EventEmitter } from 'node:events'
import type Electron from 'electron'

/** The far end of a port that was handed to a page. */
export interface RemoteEnd {
  send(message: unknown): void
  close(): void
}

export class StandInPort extends EventEmitter implements Electron.MessagePortMain {
  #peer: StandInPort | null = null
  #remote: RemoteEnd | null = null
  #queue: unknown[] = []
  #isStarted = false
  #isClosed = false

  static pair(): [StandInPort, StandInPort] {
    const [one, two] = [new StandInPort(), new StandInPort()]
    one.#peer = two
    two.#peer = one
    return [one, two]
  }

  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in hands no ports over ports.')
    if (!this.#isClosed && this.#peer !== null) this.#peer.#receive(structuredClone(message))
  }

  start(): void {
    this.#isStarted = true
    this.#flush()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const peer = this.#peer
    // After what was posted before it.
    setImmediate(() => {
      if (peer !== null) peer.#peerClosed()
    })
  }

  /** From now on this end lives in a page. Returns what the page calls. */
  handTo(remote: RemoteEnd): { message(message: unknown): void; closed(): void } {
    this.#remote = remote
    for (const message of this.#queue.splice(0)) remote.send(message)
    return {
      message: (message) => {
        if (this.#peer !== null) this.#peer.#receive(message)
      },
      closed: () => this.close(),
    }
  }

  #receive(message: unknown): void {
    if (this.#isClosed) return
    if (this.#remote !== null) {
      this.#remote.send(message)
      return
    }
    this.#queue.push(message)
    this.#flush()
  }

  #flush(): void {
    if (!this.#isStarted) return
    setImmediate(() => {
      for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
    })
  }

  #peerClosed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#remote !== null) this.#remote.close()
    else this.emit('close')
  }
}

export class MessageChannelMain implements Electron.MessageChannelMain {
  readonly port1: Electron.MessagePortMain
  readonly port2: Electron.MessagePortMain
  constructor() {
    const [port1, port2] = StandInPort.pair()
    this.port1 = port1
    this.port2 = port2
  }
}
