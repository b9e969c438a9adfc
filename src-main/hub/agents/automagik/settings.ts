/** What is saved of an Automagik agent, and the form that asks for it. */
import * as z from 'zod'
import type { AgentType } from '../../../../src-shared/contract/agents.ts'
import { refused } from '../learned.ts'

export const settingsSchema = z.object({
  url: z.string().trim().max(2000).default(''),
  agentId: z.string().trim().max(200).default('default'),
  /** Two published shapes; `auto` tries `run`, and `chat` where there is none (or the other way round, by the address), and remembers. */
  shape: z.enum(['auto', 'run', 'chat']).default('auto'),
  ...refused,
})

export const type: AgentType = {
  kind: 'automagik',
  name: 'Automagik agent',
  description: 'Sends each message to your Automagik server and passes on its answer.',
  fields: [
    { name: 'url', label: 'Server address', kind: 'url', required: true, placeholder: 'https://agents.example.com' },
    {
      name: 'agentId',
      label: 'Name of the agent',
      help: 'Which agent of the server answers.',
      kind: 'text',
      required: false,
      placeholder: 'default',
    },
    { name: 'apiKey', label: 'API key', kind: 'secret', required: false },
    {
      name: 'shape',
      label: 'Kind of interface',
      kind: 'choice',
      required: true,
      advanced: true,
      options: [
        { value: 'auto', label: 'Detect automatically' },
        { value: 'run', label: 'Agent run' },
        { value: 'chat', label: 'Agent chat' },
      ],
    },
  ],
  presets: [],
  offers: { streaming: false, list: false, images: true, transcription: false },
}
