/**
 * A hub as a process that can be killed, told what to do over IPC: `{ connect: name }` connects an
 * instance (and creates it first), and every connection is reported as it changes.
 */
import { startTestHub } from '../hub.ts'
import { UNHURRIED } from './unhurried.ts'

const [folder, name] = process.argv.slice(2)
if (folder === undefined || name === undefined) throw new Error('usage: hub-child <folder> <instance>')

const { panel } = await startTestHub({ folder, env: { OMNI_LOG_LEVEL: 'silent' } })
const settings = { isAcknowledged: true }
const isThere = (await panel.instances.list()).some((instance) => instance.name === name)
// One message an answer, as fast as it goes: what is counted is answers.
const behaviour = { debounceMs: 0, autoSplit: false, health: UNHURRIED }
if (!isThere) await panel.instances.create({ name, channel: 'whatsapp', provider: 'web', settings, behaviour })

process.on('message', (message: { connect?: string }) => {
  if (message.connect !== undefined)
    panel.instances.connect({ name: message.connect }).catch((error) => process.send?.({ problem: String(error) }))
})
process.send?.({ ready: true })
for await (const connection of await panel.instances.watchConnection({ name })) process.send?.({ connection })
