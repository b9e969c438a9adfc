/** Runs in the page: what it would have shown and sounded outside of it. */

type Permission = 'default' | 'granted' | 'denied'

interface Notices {
  shown: { title: string; body: string; tag: string }[]
  tones: number
  click(tag: string): void
}

const shown: (Notices['shown'][number] & { onclick: (() => void) | null; close(): void })[] = []
const state = { tones: 0, permission: 'default' as Permission, answer: 'granted' as Permission }

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

const { OscillatorNode: Tone } = globalThis as unknown as { OscillatorNode: { prototype: { start(when?: number): void } } }
const startTone = Tone.prototype.start
Tone.prototype.start = function (when?: number): void {
  state.tones += 1
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
    click: (tag: string) => shown.findLast((one) => one.tag === tag)?.onclick?.(),
    /** What the browser says when it is asked, or has said already. */
    decide: (permission: Permission, isAskedFirst: boolean) => {
      state.answer = permission
      if (!isAskedFirst) state.permission = permission
    },
  },
})
