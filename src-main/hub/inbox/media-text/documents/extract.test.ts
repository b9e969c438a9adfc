import fc from 'fast-check'
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { docxOf, odtOf, pdfOf, pptxOf, xlsxOf } from '../../../../../test/support/documents.ts'
import { extractText } from './extract.ts'
import { MAX_CHARACTERS } from './text-so-far.ts'

const read = (bytes: Uint8Array, mimeType = 'application/octet-stream', fileName: string | null = null) =>
  extractText(bytes, mimeType, fileName)
const textOf = async (...args: Parameters<typeof read>): Promise<string> => {
  const extracted = await read(...args)
  return extracted.ok ? extracted.text : `(${extracted.problem})`
}

describe('the text of a document', () => {
  it('comes out of a PDF, page by page', async () => {
    expect(await textOf(pdfOf(['Carrot cake (large): 40', 'Open on Saturday']))).toBe('Carrot cake (large): 40\n\nOpen on Saturday')
  })

  it('comes out of Word, also with tables and line breaks', async () => {
    expect(await textOf(docxOf(['Menu', 'Cake & tea < 10']))).toBe('Menu\nCake & tea < 10')
    const row = (...cells: string[]) => `<w:tr>${cells.map((text) => `<w:tc><w:p><w:t>${text}</w:t></w:p></w:tc>`).join('')}</w:tr>`
    const xml = `<w:body><w:p><w:t>a</w:t><w:br/><w:t>b</w:t><w:delText>gone</w:delText></w:p><w:tbl>${row('x', 'y')}</w:tbl></w:body>`
    const text = await textOf(zipSync({ 'word/document.xml': strToU8(xml) }))
    expect(text.split(/\s+/)).toEqual(['a', 'b', 'x', 'y'])
  })

  it('comes out of Excel, row by row', async () => {
    expect(
      await textOf(
        xlsxOf([
          ['Cake', 40],
          ['Tea', 5.5],
        ]),
      ),
    ).toBe('Prices\nCake\t40\nTea\t5.5')
  })

  it('comes out of PowerPoint and OpenDocument', async () => {
    expect(await textOf(pptxOf(['One', 'Two']))).toBe('One\n\nTwo')
    expect(await textOf(odtOf(['Olá', 'Tudo bem?']))).toBe('Olá\nTudo bem?')
  })

  it('comes out of an archive that was written as a stream', async () => {
    const pieces: Uint8Array[] = []
    const zip = new Zip((_error, piece) => pieces.push(piece))
    const file = new ZipDeflate('word/document.xml')
    zip.add(file)
    file.push(strToU8('<w:p><w:t>Streamed</w:t></w:p>'), true)
    zip.end()
    expect(await textOf(Buffer.concat(pieces))).toBe('Streamed')
  })

  it('comes out of a web page without what nobody sees', async () => {
    const page = `<!doctype html><head><title>T</title><style>p{}</style></head><body><h1>Menu</h1><script>steal()</script>
      <p>Cake &amp;   tea</p><ul><li>a<li>b</ul></body>`
    expect(await textOf(Buffer.from(page))).toBe('Menu\n\nCake & tea\n\na\n\nb')
  })

  it('is plain in any encoding that programs write', async () => {
    expect(await textOf(Buffer.from('a;b\r\nMaçã;1\r\n'))).toBe('a;b\nMaçã;1')
    expect(await textOf(Buffer.from([0x4d, 0x61, 0xe7, 0xe3]))).toBe('Maçã')
    expect(await textOf(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Maçã', 'utf16le')]))).toBe('Maçã')
    expect(await textOf(Buffer.from([0xfe, 0xff, 0, 0x4d]))).toBe('M')
  })

  it('is told by what is in it, whatever its name says', async () => {
    expect(await textOf(docxOf(['Really Word']), 'application/pdf', 'menu.pdf')).toBe('Really Word')
    expect(await textOf(pdfOf(['Really PDF']), 'text/plain', 'menu.txt')).toBe('Really PDF')
    expect(await textOf(Buffer.from('Really text'), 'application/pdf', 'menu.pdf')).toBe('Really text')
  })

  it('is not there in a scan', async () => {
    expect(await read(pdfOf(['']))).toEqual({ ok: true, text: '', isShortened: false })
  })

  it('is cut where it is too long', async () => {
    const long = await read(docxOf(Array.from({ length: 40_000 }, () => 'ten chars!')))
    expect(long).toMatchObject({ ok: true, isShortened: true })
    expect(long.ok && long.text.length).toBe(MAX_CHARACTERS)
  })
})

describe('a hostile document', () => {
  it('of 200 MB of text is read no further than it is kept', async () => {
    const extracted = await read(Buffer.alloc(200 * 1024 * 1024, 'many words '))
    expect(extracted).toMatchObject({ ok: true, isShortened: true })
  })

  it('that unpacks to more than it may is refused, whatever size it names', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(70 * 1024 * 1024).fill(32) })
    expect(bomb.length).toBeLessThan(500_000)
    expect(await read(bomb)).toEqual({ ok: false, problem: 'The document is too large to be read.' })
    // The size before packing, in the header of the file and in the directory: ten bytes.
    const liar = Buffer.from(bomb)
    liar.writeUInt32LE(10, 22)
    liar.writeUInt32LE(10, liar.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24)
    expect(await read(liar)).toEqual({ ok: false, problem: 'The document is too large to be read.' })
    // 200 MB are packed and unpacked: half a minute is too short for that on a busy machine.
  }, 120_000)

  it('of many files, or larger than allowed, is refused', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`f${index}`, new Uint8Array()])))
    expect(await read(many)).toEqual({ ok: false, problem: 'The document is too large to be read.' })
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(31 * 1024 * 1024)])
    expect(await read(large)).toEqual({ ok: false, problem: 'The document is too large to be read.' })
  })

  it('whose pages lead back to themselves ends', async () => {
    const loop = pdfOf(['One'], { 2: '<< /Type /Pages /Kids [2 0 R 4 0 R 2 0 R] /Count 3 >>' })
    expect(await read(loop)).toHaveProperty('ok')
    const lies = pdfOf(['One'], { 2: '<< /Type /Pages /Kids [4 0 R] /Count 999999999 >>' })
    expect(await read(lies)).toHaveProperty('ok')
  })

  it('that is not a document is reported as one that cannot be read', async () => {
    const program = Buffer.from([0x4d, 0x5a, 0, 1, 2, 3])
    expect(await read(program, 'text/plain', 'menu.txt')).toEqual({ ok: false, problem: 'This kind of document cannot be read.' })
    expect(await read(zipSync({ 'a.exe': new Uint8Array(10) }))).toEqual({ ok: false, problem: 'This kind of document cannot be read.' })
  })

  it('cut off, or with bytes changed anywhere, never does more than fail', async () => {
    const documents = [docxOf(['Menu', 'Cake']), xlsxOf([['Cake', 40]]), pdfOf(['Carrot cake', 'Tea']), odtOf(['Olá'])]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 5 }),
        async (document, share, changes) => {
          const bytes = Buffer.from(document.subarray(0, Math.ceil(document.length * share)))
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          const extracted = await read(bytes)
          expect(extracted.ok ? typeof extracted.text : extracted.problem).toMatch(/^string$|^The document is|^This kind/)
        },
      ),
      { numRuns: 150 },
    )
  })
})
