import { expect, it } from 'vitest'
import { plainFileName } from './file-name.ts'

it.each([
  ['Preisliste 2026 – final.pdf', 'Preisliste 2026 – final.pdf'],
  ['قائمة الأسعار.pdf', 'قائمة الأسعار.pdf'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['\u2067a\u2069\u200f.txt', 'a.txt'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['a\u0000b\r\n.png', 'a_b__.png'],
  ['', null],
  ['\u202e', null],
  ['..', null],
  [null, null],
])('shows the file name %j as %j', (name, shown) => expect(plainFileName(name)).toBe(shown))
