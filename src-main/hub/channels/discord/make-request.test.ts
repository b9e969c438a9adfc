import { expect, it, vi } from 'vitest'
import { carefully } from './make-request.ts'

const answer = () => new Response('{}', { headers: { 'content-type': 'application/json' } })
const URL = 'https://discord.com/api/v10/channels/1/messages'

it('hands a form over as bytes, with its boundary in the header', async () => {
  const usual = vi.fn(async () => answer() as never)
  const form = new FormData()
  form.append('files[0]', new Blob(['The menu']), 'menu.txt')
  await carefully(usual)(URL, { method: 'POST', headers: { authorization: 'Bot x' }, body: form as never })
  const [, { headers, body }] = usual.mock.calls[0] as unknown as [
    string,
    { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> },
  ]
  expect(body).toBeInstanceOf(Uint8Array)
  expect(headers).toEqual({ authorization: 'Bot x', 'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/) })
  const read = await new Response(body, { headers }).formData()
  expect(await (read.get('files[0]') as File).text()).toBe('The menu')
})

it('leaves every other body as it is', async () => {
  const usual = vi.fn(async () => answer() as never)
  const init = { method: 'POST', headers: {}, body: '{"content":"Hello"}' }
  await carefully(usual)(URL, init)
  expect(usual.mock.calls).toEqual([[URL, init]])
})
