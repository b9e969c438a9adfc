import { expect, it } from 'vitest'
import { payloadTextOf } from './payload-text.ts'

const payload = { event: 'messages.upsert', data: { key: { remoteJid: '1555@s.whatsapp.net', fromMe: false }, texts: ['Hi', ''], at: 7 } }

it('keeps a payload as it is', () => {
  expect(payloadTextOf({ tracePayloads: true, traceSensitive: true })?.(payload)).toBe(JSON.stringify(payload))
  expect(payloadTextOf({ tracePayloads: true, traceSensitive: true })?.(undefined)).toBe('null')
})

it('keeps its shape alone where what people said must not be kept', () => {
  expect(JSON.parse(payloadTextOf({ tracePayloads: true, traceSensitive: false })?.(payload) ?? '')).toEqual({
    event: 'messages.upsert',
    data: { key: { remoteJid: '[19 characters]', fromMe: false }, texts: ['[2 characters]', ''], at: 7 },
  })
})

it('keeps nothing where nothing is wanted', () => {
  expect(payloadTextOf({ tracePayloads: false, traceSensitive: true })).toBeNull()
})
