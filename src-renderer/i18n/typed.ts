/** Makes every key of the texts a type: a text that does not exist is a mistake at build time. */
import type { en } from './en/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof en
  }
}
