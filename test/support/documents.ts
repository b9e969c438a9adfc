/** Small real documents, made here: no binary in the repository has to be believed. */
import { strToU8, zipSync } from 'fflate'

const bytesOf = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export function docxOf(paragraphs: string[]): Uint8Array {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`).join('')
  return bytesOf({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
  })
}

/** Rows of the only sheet; words are shared, as Excel does it. */
export function xlsxOf(rows: (string | number)[][], sheet = 'Prices'): Uint8Array {
  const strings = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))]
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="s"><v>${strings.indexOf(value)}</v></c>`
  return bytesOf({
    'xl/workbook.xml': `<workbook><sheets><sheet name="${sheet}" sheetId="1"/></sheets></workbook>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`,
  })
}

export function pptxOf(slides: string[]): Uint8Array {
  return bytesOf(
    Object.fromEntries(
      slides.map((text, index) => [`ppt/slides/slide${index + 1}.xml`, `<p:sld><a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p></p:sld>`]),
    ),
  )
}

export function odtOf(paragraphs: string[]): Uint8Array {
  const body = paragraphs.map((text) => `<text:p>${escaped(text)}</text:p>`).join('')
  return bytesOf({ 'content.xml': `<office:document-content><office:text>${body}</office:text></office:document-content>` })
}

/** One page for each text. `objects`: more of them, or others in their place, by number. */
export function pdfOf(pages: string[], objects: Record<number, string> = {}): Uint8Array {
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  const all: Record<number, string> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  }
  for (const [index, text] of pages.entries()) {
    const stream = `BT /F1 12 Tf 72 720 Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`
    all[4 + index * 2] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`
    all[5 + index * 2] = `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`
  }
  Object.assign(all, objects)
  let file = '%PDF-1.4\n'
  const places: number[] = []
  const numbers = Object.keys(all).map(Number)
  for (const number of numbers) {
    places[number] = file.length
    file += `${number} 0 obj\n${all[number]}\nendobj\n`
  }
  const startXref = file.length
  const size = Math.max(...numbers) + 1
  file += `xref\n0 ${size}\n0000000000 65535 f \n`
  for (let number = 1; number < size; number += 1) file += `${String(places[number] ?? 0).padStart(10, '0')} 00000 n \n`
  file += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${startXref}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
