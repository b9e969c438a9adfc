/** The words of a PDF, page by page. What is only a picture of words (a scan) has none. */
import { getDocumentProxy } from 'unpdf'
import type { TextSoFar } from './text-so-far.ts'
import { LOCKED, Unreadable } from './unreadable.ts'

/** Nobody asks a question about page 2,000. */
const MAX_PAGES = 500

export async function readPdf(bytes: Uint8Array, text: TextSoFar): Promise<void> {
  const pdf = await open(bytes)
  const pages = Math.min(pdf.numPages, MAX_PAGES)
  for (let number = 1; number <= pages && !text.isFull; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    for (const item of items) {
      if (!('str' in item)) continue
      text.add(item.hasEOL ? `${item.str}\n` : item.str)
    }
    text.add('\n\n')
    page.cleanup()
  }
}

async function open(bytes: Uint8Array): ReturnType<typeof getDocumentProxy> {
  try {
    // It takes the memory of what it gets. Nothing in the file is run, and nothing is fetched.
    return await getDocumentProxy(new Uint8Array(bytes), { useSystemFonts: false, disableFontFace: true, verbosity: 0 })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new Unreadable(LOCKED)
    throw error
  }
}
