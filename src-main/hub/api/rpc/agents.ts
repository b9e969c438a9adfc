import { choicesOf } from '../../answering/profiles/choices.ts'
import { testAgent } from '../../answering/profiles/test-call.ts'
import { toPanelProfile } from '../../answering/profiles/view.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'

const view = ({ agents, agentProfiles }: Services, record: AgentProfileRecord) =>
  toPanelProfile(record, agents[record.kind] ?? null, agentProfiles.usedBy(record.id))

const never = () => new AbortController().signal

export const agentProcedures = {
  types: os.agents.types.handler(({ context }) => Object.values(context.agents).map((backend) => backend.type)),
  list: os.agents.list.handler(({ context }) => context.agentProfiles.list().map((record) => view(context, record))),
  create: os.agents.create.handler(async ({ input, context }) => view(context, await context.agentProfiles.create(input))),
  update: os.agents.update.handler(async ({ input, context }) => view(context, await context.agentProfiles.update(input))),
  remove: os.agents.remove.handler(async ({ input, context }) => {
    await context.agentProfiles.remove(input.id)
    return { removed: true as const }
  }),
  test: os.agents.test.handler(({ input, context, signal }) => testAgent(context, input, signal ?? never())),
  choices: os.agents.choices.handler(({ input, context, signal }) => choicesOf(context, input, signal ?? never())),
}
