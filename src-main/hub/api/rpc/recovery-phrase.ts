import { hostname } from 'node:os'
import type { Services } from '../services.ts'
import { os } from './base.ts'

/** Tells every window: one that still shows the words of before must forget them. */
async function told<T>({ bus }: Pick<Services, 'bus'>, change: Promise<T>): Promise<T> {
  const changed = await change
  bus.publish({ type: 'phrase.changed' })
  return changed
}

export const recoveryPhraseProcedures = {
  get: os.recoveryPhrase.get.handler(({ context }) => ({ ...context.recoveryPhrase.state(), computer: hostname() })),
  show: os.recoveryPhrase.show.handler(({ context }) => ({ words: context.recoveryPhrase.words() })),
  confirm: os.recoveryPhrase.confirm.handler(({ input, context }) => told(context, context.recoveryPhrase.confirm(input.answers))),
  renew: os.recoveryPhrase.renew.handler(({ context }) => told(context, context.recoveryPhrase.renew())),
  moveIntoBox: os.recoveryPhrase.moveIntoBox.handler(({ context }) => told(context, context.recoveryPhrase.moveIntoBox())),
}
