/** What is saved of a model behind an OpenAI-compatible endpoint, and the form that asks for it. */
import * as z from 'zod'
import type { AgentType } from '../../../../src-shared/contract/agents.ts'
import { refused, thinksFirst } from '../learned.ts'

export const settingsSchema = z.object({
  baseUrl: z.string().trim().max(2000).default('https://api.openai.com/v1'),
  model: z.string().trim().max(200).default(''),
  systemPrompt: z.string().max(20_000).default(''),
  /** Absent: as the model has it. */
  temperature: z.number().min(0).max(2).optional(),
  isStreaming: z.boolean().default(true),
  ...thinksFirst,
  ...refused,
})

export const type: AgentType = {
  kind: 'openai',
  name: 'Language model (OpenAI-compatible)',
  description: 'A model of OpenAI or OpenRouter, or one on your own machine with Ollama or LM Studio.',
  fields: [
    { name: 'baseUrl', label: 'Server address', kind: 'url', required: true, placeholder: 'https://api.openai.com/v1' },
    { name: 'apiKey', label: 'API key', help: 'A model on your own machine needs none.', kind: 'secret', required: false },
    { name: 'model', label: 'Model', kind: 'listed', required: true },
    {
      name: 'systemPrompt',
      label: 'Instructions',
      help: 'Who it is, what it knows about your shop, and how it should speak.',
      kind: 'longText',
      required: false,
    },
    {
      name: 'temperature',
      label: 'Temperature',
      help: '0 is strict, 1 is lively. Leave it empty for the default of the model.',
      kind: 'number',
      min: 0,
      max: 2,
      required: false,
      advanced: true,
    },
    {
      name: 'isStreaming',
      label: 'Show the answer while it is written',
      kind: 'boolean',
      required: false,
      advanced: true,
    },
  ],
  presets: [
    { name: 'OpenAI', settings: { baseUrl: 'https://api.openai.com/v1' } },
    { name: 'OpenRouter', settings: { baseUrl: 'https://openrouter.ai/api/v1' } },
    { name: 'Ollama', settings: { baseUrl: 'http://127.0.0.1:11434/v1' } },
    { name: 'LM Studio', settings: { baseUrl: 'http://127.0.0.1:1234/v1' } },
  ],
  offers: { streaming: true, list: true, images: true, embeddings: true, transcription: true },
}
