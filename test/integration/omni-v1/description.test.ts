import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'
import { routeFacts, routesOf } from './routes.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

describe('the description of the API', () => {
  let world: V1World
  let document: Json
  beforeAll(async () => {
    world = await startV1World()
    await world.link('shop')
    document = (await world.call('GET /openapi.json')).body
  })
  afterAll(() => world.stop())

  const operations = (): [string, string, Json][] =>
    Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]): [string, string, Json] => [path, method, operation]),
    )

  it('is an OpenAPI 3.1 document', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toEqual({ title: expect.any(String), version: expect.any(String), description: expect.any(String) })
    expect(document.components.securitySchemes.apiKey).toEqual({ type: 'apiKey', in: 'header', name: 'x-api-key' })
    expect(document.security).toEqual([{ apiKey: [] }])
    for (const [path, method, operation] of operations()) {
      const where = `${method} ${path}`
      expect(path, where).toMatch(/^\//)
      expect(METHODS, where).toContain(method)
      expect(Object.keys(operation.responses).length, where).toBeGreaterThan(0)
      for (const [status, response] of Object.entries<Json>(operation.responses)) {
        expect(status, where).toMatch(/^([1-5]\d\d|default)$/)
        expect(response.description, where).toEqual(expect.any(String))
      }
      expect(operation.summary, where).toEqual(expect.any(String))
      expect(operation.tags, where).toHaveLength(1)
      const parameters: Json[] = operation.parameters ?? []
      const inPath = parameters.filter((one) => one.in === 'path')
      expect(inPath.map((one) => one.name).sort(), where).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort())
      for (const one of inPath) expect(one.required, where).toBe(true)
      for (const one of parameters) {
        expect(['query', 'path', 'header', 'cookie'], where).toContain(one.in)
        expect(one.schema, where).toEqual(expect.any(Object))
      }
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, where).toBe(parameters.length)
      if (operation.requestBody !== undefined) expect(operation.requestBody.content['application/json'].schema, where).toBeDefined()
    }
  })

  it('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => String(match[1]))
    expect(references.length).toBeGreaterThan(0)
    for (const reference of new Set(references)) {
      const target = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce((node: Json, part) => node?.[part], document)
      expect(target, reference).toBeDefined()
    }
  })

  it('lists every route of the contract', async () => {
    const known = operations().map(([path, method]) => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    }))
    for (const { route, root } of routesOf(await routeFacts(world, 'shop'), world.evolution)) {
      const [method = '', target = ''] = route.split(' ')
      const path = `${root ? '' : '/api/v1'}${target.split('?')[0]}`
      expect(
        known.some((one) => one.method === method && one.pattern.test(path)),
        `${method} ${path}`,
      ).toBe(true)
    }
    for (const path of ['/webhook/evolution/{name}', '/webhook/evolution', '/webhooks/evolution'])
      expect(document.paths[path]?.post, path).toBeDefined()
    expect(document.paths['/webhook/evolution/{name}'].post.security).toEqual([])
    expect(document.paths['/api/v1/instances'].post.responses['422']).toBeDefined()
    // Nothing of the panel.
    for (const path of ['/login', '/', '/*', '/api/v1/*']) expect(document.paths[path], path).toBeUndefined()
  })

  it('says what a call needs', () => {
    const body = document.paths['/api/v1/instance/{name}/send-text'].post.requestBody.content['application/json'].schema
    expect(body.required).toEqual(['text'])
    expect(Object.keys(body.properties)).toEqual(
      expect.arrayContaining([
        'phone_number',
        'phone',
        'user_id',
        'text',
        'quoted_message_id',
        'mentioned',
        'mentions_everyone',
        'split_message',
      ]),
    )
    const parameters = document.paths['/api/v1/traces'].get.parameters
    expect(parameters.find((one: Json) => one.name === 'limit').schema).toMatchObject({
      type: 'integer',
      default: 50,
      minimum: 1,
      maximum: 1000,
    })
  })

  it('can be read as a page that loads nothing from anywhere and runs nothing', async () => {
    for (const path of ['/docs', '/docs/']) {
      const { status, body, headers } = await world.call(`GET ${path}`)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toContain('text/html')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
      expect(body).not.toMatch(/<(script|link|img|iframe|object|embed|form|base)\b|\son\w+=|@import|url\(/i)
      const hrefs = [...body.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((match) => match[1])
      for (const href of hrefs) expect(href).toMatch(/^(#|\/api\/v1\/openapi\.json$)/)
      for (const [path] of operations()) expect(body, path).toContain(`<code>${path}</code>`)
    }
  })

  it('is for whoever has a key or is signed in, and for nobody else', async () => {
    for (const path of ['/openapi.json', '/docs']) expect((await world.call(`GET ${path}`, undefined, { key: null })).status).toBe(401)
    const login = await fetch(await world.omni.hub.createLoginLink())
    const cookie = String(login.headers.get('set-cookie')).split(';')[0] ?? ''
    for (const path of ['/openapi.json', '/docs']) {
      expect((await fetch(`${world.omni.url}/api/v1${path}`, { headers: { cookie } })).status, path).toBe(200)
    }
    // A session is for the panel: it opens no route of the API.
    expect((await fetch(`${world.omni.url}/api/v1/instances`, { headers: { cookie } })).status).toBe(401)
  })
})
