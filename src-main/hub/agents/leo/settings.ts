/** What is saved of an agent that speaks AG-UI, and the form that asks for it. */
import * as z from 'zod'
import type { AgentType } from '../../../../src-shared/contract/agents.ts'
import { thinksFirst } from '../learned.ts'

export const settingsSchema = z.object({ url: z.string().trim().max(2000).default(''), ...thinksFirst })

export const type: AgentType = {
  kind: 'leo',
  name: 'Leo (AG-UI)',
  description: 'Leo, or any agent that speaks the AG-UI protocol.',
  fields: [
    { name: 'url', label: 'Server address', kind: 'url', required: true, placeholder: 'https://leo.example.com/agent' },
    { name: 'apiKey', label: 'API key', kind: 'secret', required: false },
  ],
  presets: [],
  offers: { streaming: true, list: false, images: false, transcription: false },
}
