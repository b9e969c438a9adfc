/** What is saved of an agent behind a webhook, and the form that asks for it. */
import * as z from 'zod'
import type { AgentType } from '../../../../src-shared/contract/agents.ts'

export const settingsSchema = z.object({ url: z.string().trim().max(2000).default('') })

export const type: AgentType = {
  kind: 'webhook',
  name: 'Your own program (webhook)',
  description: 'n8n, Make or a program of yours is called with each message and answers it, at once or later.',
  fields: [
    { name: 'url', label: 'Server address', kind: 'url', required: true, placeholder: 'https://n8n.example.com/webhook/omni' },
    {
      name: 'apiKey',
      label: 'Signing secret',
      help: 'Calls are signed with it (Standard Webhooks), so that your program knows who calls.',
      kind: 'secret',
      required: false,
      placeholder: 'whsec_…',
    },
  ],
  presets: [],
  offers: { streaming: false, list: false, images: true, transcription: false },
}
