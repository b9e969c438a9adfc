import { expect, test } from 'vitest'
import type { AgentType } from '../../../src-shared/contract/agents.ts'
import { type AgentDraft, createInput, draftErrors, newDraft, onTry, updateInput } from './agent-draft.ts'

const type: AgentType = {
  kind: 'dove',
  name: 'Dove',
  description: 'Flies.',
  fields: [
    { name: 'url', label: 'Address', kind: 'url', required: true },
    { name: 'speed', label: 'Speed', kind: 'choice', required: true, options: [{ value: 'slow', label: 'Slow' }] },
    { name: 'apiKey', label: 'Key', kind: 'secret', required: true },
  ],
  presets: [],
  offers: { streaming: true, list: false, images: false, transcription: false },
}
const draft = (changes: Partial<AgentDraft> = {}): AgentDraft => ({ ...newDraft(type, 'Dove'), ...changes })

test('a choice that has to be made begins with its first option', () => {
  expect(draft().settings).toEqual({ speed: 'slow' })
})

test('only typed secrets are sent, without the spaces around them', () => {
  expect(createInput(draft({ secrets: { apiKey: ' k1 ' } })).secrets).toEqual({ apiKey: 'k1' })
  expect(updateInput('x', draft({ secrets: { apiKey: '  ' } })).secrets).toEqual({})
  expect(onTry(draft()).id).toBeUndefined()
})

test('says what is missing, and takes a saved secret for an answer', () => {
  expect(draftErrors(draft({ name: ' ' }), type, {})).toEqual({ name: true, fields: { url: 'fieldRequired', apiKey: 'fieldRequired' } })
  const filled = draft({ settings: { url: 'https://doves.example', speed: 'slow' } })
  expect(draftErrors(filled, type, { apiKey: true })).toBeNull()
  expect(draftErrors({ ...filled, settings: { url: 'doves' } }, type, { apiKey: true })?.fields).toEqual({
    url: 'fieldUrl',
    speed: 'fieldRequired',
  })
})
