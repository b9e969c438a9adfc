/** The picture of a message that a client sent, as its reader's phone shows it. */
import { downloadContentFromMessage, type proto } from 'baileys'

/** Null for a message without one. Rejects when it cannot be decrypted. */
export async function pictureOf({ imageMessage: image }: proto.IMessage): Promise<Buffer | null> {
  if (image == null) return null
  const { mediaKey, directPath, url } = image
  const chunks: Buffer[] = []
  for await (const chunk of await downloadContentFromMessage({ mediaKey, directPath, url }, 'image')) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
