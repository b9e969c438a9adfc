import { OmniError } from '../../../../src-shared/errors.ts'
import { simulatorChatId, simulatorMessage } from '../../channels/simulator/driver.ts'
import { conversationName, toPanelConversation } from '../../live/views/conversation.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'

function simulatorInstance(context: Services, name: string) {
  const instance = context.instances.get(name)
  if (instance.record.channel !== 'simulator')
    throw new OmniError('bad_request', `"${name}" is a real account: only a simulator can be written to as a customer.`)
  return instance
}

export const simulatorProcedures = {
  open: os.simulator.open.handler(async ({ input, context }) => {
    const { record } = simulatorInstance(context, input.instanceName)
    const externalId = simulatorChatId(input.customerName)
    const at = new Date(context.now()).toISOString()
    const conversation = await context.storage.openConversation(
      record.name,
      { externalId, kind: 'direct', name: input.customerName },
      [{ kind: 'simulator', value: externalId }],
      at,
    )
    context.liveEvents.conversation(conversation)
    return toPanelConversation(conversation, record.channel)
  }),
  say: os.simulator.say.handler(async ({ input, context }) => {
    const conversation = await context.storage.getConversation(input.conversationId)
    if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
    const instance = simulatorInstance(context, conversation.instanceName)
    const [accepted] = await context.receive(instance, [
      simulatorMessage({
        id: `${conversation.id}-${input.clientId}`,
        chatExternalId: conversation.externalId,
        customerName: conversationName(conversation),
        text: input.text,
        at: new Date(context.now()).toISOString(),
      }),
    ])
    return { turnId: accepted?.turnId ?? '' }
  }),
}
