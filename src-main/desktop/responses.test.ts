import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveMedia, servePanel } from './responses.ts'

describe('the files of the panel', () => {
  let folder: string
  let panel: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'omni-panel-'))
    panel = join(folder, 'renderer')
    mkdirSync(join(panel, 'assets'), { recursive: true })
    writeFileSync(join(panel, 'index.html'), '<title>Omni</title>')
    writeFileSync(join(panel, 'assets', 'a.js'), 'export {}')
    writeFileSync(join(folder, 'secret.js'), 'secret')
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const get = (path: string, method = 'GET') => servePanel(new Request(`omni-app://panel${path}`, { method }), panel)

  it('are served with their types, and a page of the panel as its one document', async () => {
    const script = await get('/assets/a.js')
    expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {}',
    ])
    for (const page of ['/', '/conversations/1']) expect(await (await get(page)).text()).toContain('Omni')
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['/missing.js', '/assets/..%2f..%2fsecret.js', '/%2e%2e%2fsecret.js'])('are nothing else: %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('are only read', async () => {
    expect((await get('/', 'POST')).status).toBe(404)
  })
})

describe('stored media', () => {
  const stored = (mimeType: string) => async (id: string) =>
    id === 'm1' ? { bytes: new Uint8Array([1, 2, 3]), mimeType, fileName: 'menü "1".pdf' } : null
  const get = (mimeType: string, id = 'm1') => serveMedia(new Request(`omni-media://${id}`), stored(mimeType))

  it('are shown when they are pictures, sounds or films', async () => {
    for (const type of ['image/png', 'audio/ogg; codecs=opus', 'video/mp4']) {
      const { headers } = await get(type)
      // Parameters of the type are the sender's text and do not go into a header.
      expect(headers.get('content-type')).toBe(type.split(';')[0])
      expect(headers.get('content-disposition')).toMatch(/^inline;/)
    }
  })

  it.each(['text/html', 'image/svg+xml', 'application/pdf', 'text/javascript', ''])(
    'are only ever saved when they could do something: %s',
    async (type) => {
      const { headers } = await get(type)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''men%C3%BC%20%221%22.pdf")
      expect(headers.get('content-security-policy')).toContain('sandbox')
    },
  )

  it('are not found under an id that is none', async () => {
    expect((await get('image/png', 'm2')).status).toBe(404)
    expect((await get('image/png', 'a%2f..')).status).toBe(404)
  })
})
