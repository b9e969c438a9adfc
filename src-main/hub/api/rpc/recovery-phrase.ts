import { hostname } from 'node:os'
import { os } from './base.ts'

export const recoveryPhraseProcedures = {
  get: os.recoveryPhrase.get.handler(({ context }) => ({ ...context.recoveryPhrase.state(), computer: hostname() })),
  show: os.recoveryPhrase.show.handler(({ context }) => ({ words: context.recoveryPhrase.words() })),
  confirm: os.recoveryPhrase.confirm.handler(({ input, context }) => context.recoveryPhrase.confirm(input.answers)),
  renew: os.recoveryPhrase.renew.handler(({ context }) => context.recoveryPhrase.renew()),
  moveIntoBox: os.recoveryPhrase.moveIntoBox.handler(({ context }) => context.recoveryPhrase.moveIntoBox()),
}
