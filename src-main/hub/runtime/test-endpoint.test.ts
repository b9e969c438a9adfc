import { expect, test } from 'vitest'
import { testEndpoint } from './test-endpoint.ts'

const endpoint = (address: string) => testEndpoint({ OMNI_TEST_URL: address }, 'OMNI_TEST_URL', ['ws:', 'wss:'])

test('a test server is honoured on loopback only', () => {
  expect(endpoint('ws://127.0.0.1:8081/ws/chat')).toBe('ws://127.0.0.1:8081/ws/chat')
  expect(endpoint('wss://localhost:1/x')).toBe('wss://localhost:1/x')
  expect(endpoint('ws://[::1]:8081')).toBe('ws://[::1]:8081')
  for (const other of ['wss://web.whatsapp.com/ws/chat', 'ws://127.0.0.1.evil.example/', 'ws://10.0.0.1/', 'http://127.0.0.1/', 'nonsense'])
    expect(endpoint(other)).toBeUndefined()
  expect(testEndpoint({}, 'OMNI_TEST_URL', ['ws:'])).toBeUndefined()
})
