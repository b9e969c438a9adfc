/** WhatsApp's stanzas (XML-like trees) as the fake server builds and reads them. */
import type { BinaryNode } from 'baileys'

export const SERVER = 's.whatsapp.net'

export function stanza(tag: string, attrs: Record<string, string> = {}, content?: BinaryNode['content']): BinaryNode {
  return content === undefined ? { tag, attrs } : { tag, attrs, content }
}

export function children(node: BinaryNode | undefined): BinaryNode[] {
  return Array.isArray(node?.content) ? node.content : []
}

export function child(node: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(node).find((candidate) => candidate.tag === tag)
}

/** The bytes inside a leaf; empty when it has none. */
export function bytesOf(node: BinaryNode | undefined): Buffer {
  return node?.content instanceof Uint8Array
    ? Buffer.from(node.content)
    : Buffer.from(typeof node?.content === 'string' ? node.content : '')
}

export function bigEndian(value: number, width: number): Buffer {
  const bytes = Buffer.alloc(width)
  bytes.writeUIntBE(value, 0, width)
  return bytes
}

export const seconds = (): string => String(Math.floor(Date.now() / 1000))

/** The account or person of a jid: without device and agent. */
export const bareJid = (jid: string): string => jid.replace(/[:_]\d+(?=@)/, '')

export const phoneJid = (phone: string): string => `${phone}@${SERVER}`
