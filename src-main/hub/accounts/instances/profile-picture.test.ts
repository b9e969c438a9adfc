import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutside } from '../../runtime/http/outside.ts'
import { createProfilePictures } from './profile-picture.ts'

const PNG = Buffer.from('iVBORw0KGgo=', 'base64')
let server: Server
let url = ''
let calls = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    calls += 1
    if (request.url === '/picture.png') response.writeHead(200, { 'content-type': 'image/png' }).end(PNG)
    else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<script>')
    else if (request.url === '/drawing') response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>')
    else if (request.url === '/large') response.writeHead(200, { 'content-type': 'image/jpeg' }).end(Buffer.alloc(600 * 1024))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('a picture is handed over as its bytes, and fetched once', async () => {
  const pictures = createProfilePictures(createOutside(['127.0.0.1']))
  const before = calls
  expect(await pictures.read(`${url}/picture.png`)).toBe(`data:image/png;base64,${PNG.toString('base64')}`)
  await pictures.read(`${url}/picture.png`)
  expect(calls).toBe(before + 1)
})

test('what is not a picture, too large, gone or not on the web is none', async () => {
  const pictures = createProfilePictures(createOutside(['127.0.0.1']))
  for (const address of [`${url}/page`, `${url}/drawing`, `${url}/large`, `${url}/gone`, 'file:///etc/passwd', 'not an address'])
    expect(await pictures.read(address), address).toBeNull()
})

test('one that did not come is tried again', async () => {
  const pictures = createProfilePictures(createOutside(['127.0.0.1']))
  const before = calls
  await pictures.read(`${url}/gone`)
  await pictures.read(`${url}/gone`)
  expect(calls).toBe(before + 2)
})
