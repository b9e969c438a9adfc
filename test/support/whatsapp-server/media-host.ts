/**
 * The host of WhatsApp's files: clients upload encrypted files to it, and people's files lie there to
 * be downloaded. HTTPS with a certificate of its own: a process that is to trust it needs
 * `NODE_EXTRA_CA_CERTS`, a test that runs the hub in itself `trustTestCertificates()`.
 */
import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { proto } from 'baileys'
import { createTestCertificate, sha256 } from '../test-certificate.ts'
import type { FakeWhatsApp } from './server.ts'
import { stanza } from './stanza.ts'

/** What the keys of a kind of file are derived with: WhatsApp's own words. */
const KEY_INFO = {
  image: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
  sticker: 'WhatsApp Image Keys',
} as const

export interface LyingFile {
  url: string
  directPath: string
  mediaKey: Uint8Array
  fileSha256: Uint8Array
  fileEncSha256: Uint8Array
  fileLength: number
}

export class MediaHost {
  /** Encrypted, by path. */
  readonly files = new Map<string, Buffer>()
  /** Paths in the order of their downloads. */
  readonly downloads: string[] = []
  readonly uploads: { path: string; bytes: Buffer }[] = []
  /** Answers are held back until they are released, for tests that look meanwhile. */
  #held: Promise<void> | null = null
  readonly #server: Server

  constructor() {
    this.#server = createServer(createTestCertificate(), async (request, response) => {
      const path = new URL(request.url ?? '/', 'https://127.0.0.1').pathname
      if (request.method === 'POST') {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const bytes = Buffer.concat(chunks)
        this.uploads.push({ path, bytes })
        this.files.set(path, bytes)
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ url: `https://127.0.0.1:${this.port}${path}`, direct_path: path }))
        return
      }
      this.downloads.push(path)
      await this.#held
      const file = this.files.get(path)
      response.statusCode = file === undefined ? 404 : 200
      response.end(file)
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Starts it and names it to the clients of this server. */
  async start(server: FakeWhatsApp): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    server.iqAnswers.set('w:m', () => [
      stanza('media_conn', { auth: 'test', ttl: '3600' }, [stanza('host', { hostname: `127.0.0.1:${this.port}` })]),
    ])
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** Holds every download back until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return () => {
      this.#held = null
      resolve()
    }
  }

  /** Lays a person's file down, encrypted as their phone would, and gives what a message says about it. */
  lay(kind: keyof typeof KEY_INFO, bytes: Uint8Array): LyingFile {
    const mediaKey = randomBytes(32)
    const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), KEY_INFO[kind], 112))
    const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), keys.subarray(0, 16))
    const body = Buffer.concat([cipher.update(bytes), cipher.final()])
    const mac = createHmac('sha256', keys.subarray(48, 80)).update(keys.subarray(0, 16)).update(body).digest().subarray(0, 10)
    const encrypted = Buffer.concat([body, mac])
    const directPath = `/v/${randomBytes(12).toString('hex')}.enc`
    this.files.set(directPath, encrypted)
    return {
      url: `https://127.0.0.1:${this.port}${directPath}`,
      directPath,
      mediaKey,
      fileSha256: sha256(bytes),
      fileEncSha256: sha256(encrypted),
      fileLength: bytes.length,
    }
  }

  /** A picture message whose file lies here. */
  picture(bytes: Uint8Array, more: proto.Message.IImageMessage = {}): proto.IMessage {
    return { imageMessage: { ...this.lay('image', bytes), mimetype: 'image/jpeg', ...more } }
  }
}

/** Lets this process trust any certificate, until the returned function is called. Tests only. */
export function trustTestCertificates(): () => void {
  const { emitWarning } = process
  process.emitWarning = () => {}
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  return () => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    process.emitWarning = emitWarning
  }
}
