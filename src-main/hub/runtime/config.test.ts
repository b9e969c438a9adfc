import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readProcessConfig } from './config.ts'

const read = (env: NodeJS.ProcessEnv) => readProcessConfig({ OMNI_DATA_DIR: '/data', ...env })

test('sizes are bytes, or written with their unit', () => {
  const size = (text: string) => read({ AUTOMAGIK_OMNI_MEDIA_MAX_SIZE: text }).mediaMaxBytes
  expect(size('2048')).toBe(2048)
  for (const text of ['50MB', '50mb', '50 MB', '50M', '50MiB']) expect(size(text), text).toBe(50 * 1024 * 1024)
  expect(size('1.5KB')).toBe(1536)
  expect(read({ OMNI_WEBHOOK_BODY_LIMIT: '10MB' }).webhookBodyLimitBytes).toBe(10 * 1024 * 1024)
})

test('the level of the log may be named as Python does', () => {
  for (const [name, level] of [
    ['INFO', 'info'],
    ['WARNING', 'warn'],
    ['CRITICAL', 'error'],
    ['DEBUG', 'debug'],
  ])
    expect(read({ LOG_LEVEL: name }).logLevel).toBe(level)
  expect(read({ LOG_LEVEL: 'DEBUG', OMNI_LOG_LEVEL: 'error' }).logLevel).toBe('error')
  expect(read({ LOG_FOLDER: './logs' }).logFolder).toBe(resolve('logs'))
})

test('the address of the webhooks is where this process is reached', () => {
  const reached = (text: string) => read({ EVOLUTION_WEBHOOK_URL: text }).publicUrl
  expect(reached('https://omni.shop.test/webhook/evolution')).toBe('https://omni.shop.test')
  expect(reached('http://192.168.1.5:8882/webhook/evolution/shop')).toBe('http://192.168.1.5:8882')
  expect(reached('https://omni.shop.test/webhooks')).toBe('https://omni.shop.test')
  expect(read({ EVOLUTION_WEBHOOK_URL: 'http://a.test/webhook', OMNI_PUBLIC_URL: 'https://b.test' }).publicUrl).toBe('https://b.test')
})

test('hosts of media are named by an address or alone', () => {
  expect(read({ EVOLUTION_MINIO_URL: 'http://minio:9000/evolution' }).mediaHosts).toEqual(['minio:9000'])
  expect(read({ OMNI_MEDIA_HOSTS: 'files.test, 10.0.0.5:9000' }).mediaHosts).toEqual(['files.test', '10.0.0.5:9000'])
  expect(read({}).mediaHosts).toEqual([])
})

test('one Evolution server is known by its address and its key together', () => {
  expect(read({ EVOLUTION_API_URL: 'http://evo:8080', EVOLUTION_API_KEY: 'k' }).evolution).toEqual({ url: 'http://evo:8080', apiKey: 'k' })
  expect(read({ EVOLUTION_API_URL: 'http://evo:8080' }).evolution).toBeNull()
})

test('an error names the variable as it was written, and nothing that is not', () => {
  const bad: [NodeJS.ProcessEnv, string][] = [
    [{ AUTOMAGIK_OMNI_API_PORT: 'eighty' }, 'Write a whole number.'],
    [{ API_PORT: '70000' }, 'Write a whole number from 0 to 65535.'],
    [{ OMNI_PORT: 'x' }, 'Write a whole number.'],
    [{ LOG_LEVEL: 'loud' }, 'Write debug, info, warn, error or silent.'],
    [{ AUTOMAGIK_OMNI_MEDIA_MAX_SIZE: 'huge' }, 'Write a size such as 50MB.'],
    [{ OMNI_WEBHOOK_BODY_LIMIT: '1' }, 'Write a size such as 50MB.'],
    [{ EVOLUTION_WEBHOOK_URL: 'omni' }, 'Write an address that begins with https:// or http://.'],
    [{ EVOLUTION_MINIO_URL: 'http://' }, '"http://" is not the name of a host.'],
    [{ AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT: 'soon' }, 'Write a number of seconds.'],
    [{ AUTOMAGIK_OMNI_API_KEY: 'short' }, 'The key needs at least 8 characters.'],
  ]
  for (const [env, why] of bad) expect(() => read(env)).toThrow(`The setting "${Object.keys(env)[0]}" is not valid. ${why}`)
})
