/** What is saved of a Hive (Agno AgentOS) agent, team or workflow, and the form that asks for it. */
import * as z from 'zod'
import type { AgentType } from '../../../../src-shared/contract/agents.ts'
import { thinksFirst } from '../learned.ts'

export const settingsSchema = z.object({
  url: z.string().trim().max(2000).default(''),
  target: z.enum(['agent', 'team', 'workflow']).default('agent'),
  targetId: z.string().trim().max(200).default(''),
  /** `gateway`: the older `/process`, which does not stream. */
  api: z.enum(['agentos', 'gateway']).default('agentos'),
  isStreaming: z.boolean().default(true),
  ...thinksFirst,
})
export type HiveSettings = z.infer<typeof settingsSchema>

export const type: AgentType = {
  kind: 'hive',
  name: 'Hive (Agno)',
  description: 'An agent, a team or a workflow of a Hive server.',
  fields: [
    { name: 'url', label: 'Server address', kind: 'url', required: true, placeholder: 'https://hive.example.com' },
    { name: 'apiKey', label: 'API key', kind: 'secret', required: false },
    { name: 'targetId', label: 'Agent, team or workflow', kind: 'listed', required: true },
    {
      name: 'target',
      label: 'It is',
      kind: 'choice',
      required: true,
      options: [
        { value: 'agent', label: 'One agent' },
        { value: 'team', label: 'A team of agents' },
        { value: 'workflow', label: 'A workflow' },
      ],
    },
    {
      name: 'isStreaming',
      label: 'Show the answer while it is written',
      kind: 'boolean',
      required: false,
      advanced: true,
    },
    {
      name: 'api',
      label: 'Kind of interface',
      kind: 'choice',
      required: true,
      advanced: true,
      options: [
        { value: 'agentos', label: 'Current (AgentOS)' },
        { value: 'gateway', label: 'Older Hive gateway' },
      ],
    },
  ],
  presets: [],
  offers: { streaming: true, list: true, images: true, transcription: false },
}
