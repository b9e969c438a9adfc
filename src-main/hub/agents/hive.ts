/**
 * Hive servers (Agno AgentOS): agents, teams and workflows, streamed or not, and the older gateway
 * (contracts/agents.md, "hive").
 */
import type { AgentChoice } from '../../../src-shared/contract/agents.ts'
import { errorCode } from '../../../src-shared/errors.ts'
import { below } from './address.ts'
import { ask } from './ask.ts'
import { listOf } from './choices.ts'
import { destinationOf } from './destination.ts'
import { readBody, readStream } from './hive/answer.ts'
import { gatewayBody, runFields, runForm, runPath } from './hive/request.ts'
import { type HiveSettings, settingsSchema, type } from './hive/settings.ts'
import { idOf } from './json.ts'
import type { AgentBackend } from './port.ts'
import { streamed } from './streamed.ts'

export const hive: AgentBackend = {
  kind: 'hive',
  type,
  v1: { url: 'url', agentId: 'targetId', agentType: 'target', streamMode: 'isStreaming' },
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp(settings) {
    const { url, targetId, api } = settingsSchema.parse(settings)
    return url !== '' && (targetId !== '' || api === 'gateway')
  },
  async *run(request, config, signal) {
    const settings = settingsSchema.parse(config.settings)
    const to = destinationOf(settings.url, config.secrets)
    if (to.problem !== null) {
      yield to.problem
      return
    }
    yield { type: 'started' }
    const isGateway = settings.api === 'gateway'
    const url = below(to.base, isGateway ? '/process' : runPath(settings))
    const accept = 'text/event-stream, application/json'
    const json = isGateway ? gatewayBody(request, settings) : null
    const files = request.media.map((media) => media.fileName ?? media.kind)
    config.onRequest?.({ method: 'POST', url, body: json ?? { ...runFields(request, settings), ...(files.length > 0 ? { files } : {}) } })
    const { contentType, body } =
      json === null ? await runForm(request, settings) : { contentType: 'application/json', body: JSON.stringify(json) }
    const reply = await ask(url, { headers: { accept, 'content-type': contentType, ...to.keys }, body }, signal)
    if (reply.kind === 'failed') yield reply.event
    else if (reply.kind === 'body') yield readBody(reply.body, reply.statusCode)
    else yield* streamed(reply.events, (events) => readStream(events, settings.target), signal)
  },

  async choices(config, signal): Promise<AgentChoice[]> {
    const { url } = settingsSchema.parse(config.settings)
    const list = async (target: HiveSettings['target']): Promise<AgentChoice[]> => {
      const found = await listOf(url, `/${target}s`, config.secrets['apiKey'], signal)
      return found.flatMap((one) => {
        const id = idOf(one['id']) ?? idOf(one[`${target}_id`])
        return id === null ? [] : [{ value: id, label: idOf(one['name']) ?? id, settings: { target } }]
      })
    }
    // Not every server has all three; one that has none says why.
    const missing = (error: unknown): AgentChoice[] => {
      if (errorCode(error) === 'not_found') return []
      throw error
    }
    const [agents, teams, workflows] = await Promise.all([list('agent'), list('team').catch(missing), list('workflow').catch(missing)])
    return [...agents, ...teams, ...workflows]
  },
}
