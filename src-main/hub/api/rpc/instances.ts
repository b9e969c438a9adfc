import { OmniError } from '../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { toPanelInstance } from '../../accounts/instances/view.ts'
import { readActivity } from '../../panel/home/activity.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'

async function view(context: Services, instance: RunningInstance) {
  const page = await context.storage.listConversations({ instanceName: instance.record.name }, { limit: 1 })
  const { agentProfiles } = context
  const agent = agentProfiles.find(instance.record.agentProfileId) ?? agentProfiles.get(HOUSE_PROFILE_ID)
  return toPanelInstance(instance.record, instance.driver, agent, instance.webhookUrl, page.items[0]?.lastMessageAt ?? null)
}

export const instanceProcedures = {
  types: os.instances.types.handler(({ context }) => context.drivers.map((driver) => driver.type)),
  list: os.instances.list.handler(({ context }) => Promise.all(context.instances.list().map((instance) => view(context, instance)))),
  activity: os.instances.activity.handler(({ input, context }) => readActivity(context, input.timeZone)),
  get: os.instances.get.handler(({ input, context }) => view(context, context.instances.get(input.name))),
  create: os.instances.create.handler(async ({ input, context }) => view(context, await context.instances.create(input))),
  update: os.instances.update.handler(async ({ input, context }) => view(context, await context.instances.update(input))),
  remove: os.instances.remove.handler(async ({ input, context }) => {
    await context.instances.remove(input.name, input)
    return { removed: true as const }
  }),
  connect: os.instances.connect.handler(({ input, context }) =>
    context.instances.command(input.name, (channel) =>
      channel.connect({ phoneNumber: input.phoneNumber ?? null, replaceWebhook: input.replaceWebhook }),
    ),
  ),
  disconnect: os.instances.disconnect.handler(({ input, context }) =>
    context.instances.command(input.name, (channel) => channel.disconnect()),
  ),
  restart: os.instances.restart.handler(({ input, context }) => context.instances.command(input.name, (channel) => channel.restart())),
  logout: os.instances.logout.handler(({ input, context }) => context.instances.command(input.name, (channel) => channel.logout())),
  sendTest: os.instances.sendTest.handler(async ({ input, context }) => {
    const { channel } = context.instances.get(input.name)
    if (channel.sendTest === undefined) throw new OmniError('unsupported', 'This kind of account sends no test message.')
    await channel.sendTest(input.text)
    return { sent: true as const }
  }),
  setDefault: os.instances.setDefault.handler(async ({ input, context }) => view(context, await context.instances.setDefault(input.name))),
  watchConnection: os.instances.watchConnection.handler(async function* ({ input, context, signal }) {
    const instance = context.instances.get(input.name)
    let newest = instance.record.connection
    let isNews = true
    let wake = () => {}
    const unsubscribe = context.instances.onConnection(input.name, (connection) => {
      newest = connection
      isNews = true
      wake()
    })
    const onAbort = () => wake()
    signal?.addEventListener('abort', onAbort)
    try {
      while (signal?.aborted !== true) {
        if (!isNews) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        isNews = false
        yield newest
      }
    } finally {
      unsubscribe()
      signal?.removeEventListener('abort', onAbort)
    }
  }),
  profilePicture: os.instances.profilePicture.handler(async ({ input, context }) => {
    // Only what the platform itself reported is fetched, never an address that a caller chose.
    const { profilePictureUrl } = context.instances.get(input.name).record.connection
    return { image: profilePictureUrl === null ? null : await context.profilePictures.read(profilePictureUrl) }
  }),
}
