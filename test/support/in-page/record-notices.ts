/** Runs in the page: what it would have shown and sounded outside of it. */

type Permission = 'default' | 'granted' | 'denied'

interface Notices {
  shown: { title: string; body: string; tag: string }[]
  tones: number
  /** Of what the tones came from: running holds the loudspeaker. */
  loudspeaker: 'running' | 'suspended' | 'closed' | null
  click(tag: string): void
}

const shown: (Notices['shown'][number] & { onclick: (() => void) | null; close(): void })[] = []
const state = { tones: 0, player: null as AudioContext | null, permission: 'default' as Permission, answer: 'granted' as Permission }

class RecordedNotification {
  static get permission(): Permission {
    return state.permission
  }
  static async requestPermission(): Promise<Permission> {
    state.permission = state.answer
    return state.permission
  }
  onclick: (() => void) | null = null
  title: string
  body: string
  tag: string
  constructor(title: string, options: { body?: string; tag?: string } = {}) {
    this.title = title
    this.body = options.body ?? ''
    this.tag = options.tag ?? ''
    shown.push(this)
  }
  close(): void {}
}

const startTone = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (when?: number): void {
  state.tones += 1
  state.player = this.context as AudioContext
  startTone.call(this, when)
}

Object.assign(globalThis, {
  Notification: RecordedNotification,
  notices: {
    get shown() {
      return shown.map(({ title, body, tag }) => ({ title, body, tag }))
    },
    get tones() {
      return state.tones
    },
    get loudspeaker() {
      return state.player?.state ?? null
    },
    click: (tag: string) => shown.findLast((one) => one.tag === tag)?.onclick?.(),
    /** What the browser says when it is asked, or has said already. */
    decide: (permission: Permission, isAskedFirst: boolean) => {
      state.answer = permission
      if (!isAskedFirst) state.permission = permission
    },
  },
})
