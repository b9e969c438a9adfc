/** The text of a document, whatever its name says that it is. Runs where it can be ended (`worker.ts`). */
import { readOffice } from './office.ts'
import { readPdf } from './pdf.ts'
import { decodeText } from './plain.ts'
import { createTextSoFar } from './text-so-far.ts'
import { DAMAGED, TOO_LARGE, UNSUPPORTED, Unreadable } from './unreadable.ts'
import { readWebPage } from './web-page.ts'

/** Larger documents are pictures for the most part. Plain text is only read as far as it is kept. */
const MAX_BYTES = 30 * 1024 * 1024

export type Extracted = { ok: true; text: string; isShortened: boolean } | { ok: false; problem: string }

/** Never rejects. */
export async function extractText(bytes: Uint8Array, mimeType: string, fileName: string | null): Promise<Extracted> {
  try {
    return { ok: true, ...(await read(bytes, mimeType, fileName)) }
  } catch (error) {
    return { ok: false, problem: error instanceof Unreadable ? error.message : DAMAGED }
  }
}

async function read(bytes: Uint8Array, mimeType: string, fileName: string | null): Promise<{ text: string; isShortened: boolean }> {
  const text = createTextSoFar()
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const isPdf = head.includes('%PDF-')
  const isZip = head.startsWith('PK\x03\x04')
  if ((isPdf || isZip) && bytes.length > MAX_BYTES) throw new Unreadable(TOO_LARGE)
  if (isPdf) await readPdf(bytes, text)
  else if (isZip) readOffice(bytes, text)
  else {
    const plain = decodeText(bytes)
    if (plain === null) throw new Unreadable(UNSUPPORTED)
    const isPage = /^\s*<(!doctype html|html)/i.test(plain.text) || mimeType.startsWith('text/html') || /\.html?$/i.test(fileName ?? '')
    if (isPage) readWebPage(plain.text, text)
    else text.add(plain.text)
    const end = text.end()
    return { text: end.text, isShortened: end.isShortened || plain.isCut }
  }
  return text.end()
}
