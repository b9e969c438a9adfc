import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { fetchFile } from './fetch-file.ts'
import { createOutside } from './outside.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server on this computer that counts who came. */
async function within(
  listener: RequestListener = (_request, response) => response.end('secret'),
): Promise<{ port: number; calls: string[] }> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(`${request.headers.host}${request.url} ${request.headers.authorization ?? ''}`.trim())
    listener(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return { port: (server.address() as AddressInfo).port, calls }
}

/** A name server that says what it is told to, one answer after the other. */
const naming =
  (...answers: string[][]) =>
  (_name: string, _options: unknown, callback: (error: null, addresses: { address: string; family: number }[]) => void) =>
    callback(
      null,
      (answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? [])).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    )

it('fetches from a host that the owner allows, by name, by port and over redirects', async () => {
  const { port, calls } = await within((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/menu.pdf' }).end()
    else response.end('menu')
  })
  for (const allowed of ['localhost', `localhost:${port}`]) {
    const file = await fetchFile(createOutside([allowed]), `http://ann:secret@localhost:${port}/a`)
    expect(Buffer.from(file.bytes).toString()).toBe('menu')
  }
  expect(calls.filter((call) => call.includes('Basic'))).toEqual([])
})

it('goes to no address of this computer or its network, however it is written', async () => {
  const { port, calls } = await within()
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', '0x7f.1', '017700000001', '[::ffff:127.0.0.1]', 'LOCALHOST']
  for (const host of [...hosts, '10.0.0.1', '192.168.0.1', '169.254.169.254', '[fe80::1]', '[fd00:ec2::254]'])
    await expect(fetchFile(createOutside([]), `http://${host}:${port}/latest/meta-data`), host).rejects.toMatchObject({ code: 'forbidden' })
  expect(calls).toEqual([])
})

it('goes to no name that stands for such an address, alone or among others', async () => {
  const { port, calls } = await within()
  for (const answer of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['10.0.0.5']])
    await expect(fetchFile(createOutside([], naming(answer)), `http://files.example:${port}/`)).rejects.toMatchObject({ code: 'forbidden' })
  expect(calls).toEqual([])
})

it('follows no redirect to such an address', async () => {
  const inner = await within()
  const outer = await within((_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end())
  const outside = createOutside([`localhost:${outer.port}`])
  await expect(fetchFile(outside, `http://localhost:${outer.port}/`)).rejects.toMatchObject({ code: 'forbidden' })
  expect([outer.calls.length, inner.calls.length]).toEqual([1, 0])
})

it('gives up on redirects without an end, and on what is not a web address', async () => {
  const { port } = await within((_request, response) => response.writeHead(302, { location: '/' }).end())
  await expect(fetchFile(createOutside(['localhost']), `http://localhost:${port}/`)).rejects.toMatchObject({ code: 'bad_request' })
  for (const url of ['file:///etc/passwd', 'ftp://example.com/x', 'javascript:1', '', 'example.com/x', 'http://'])
    await expect(fetchFile(createOutside([]), url), url).rejects.toMatchObject({ code: 'bad_request' })
})
