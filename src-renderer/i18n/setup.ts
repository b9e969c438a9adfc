import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.ts'
import { isLanguageCode, type LanguageCode } from './languages.ts'

const STORED = 'omni.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof en
  }
}

/** English is in the bundle; the others are fetched when they are chosen. */
const LOADERS: Record<Exclude<LanguageCode, 'en'>, () => Promise<Record<string, object>>> = {
  'pt-BR': async () => (await import('./pt-BR/index.ts')).ptBR,
  es: async () => (await import('./es/index.ts')).es,
}

export async function chooseLanguage(code: LanguageCode): Promise<void> {
  if (code !== 'en' && !i18next.hasResourceBundle(code, 'common')) {
    for (const [namespace, texts] of Object.entries(await LOADERS[code]())) i18next.addResourceBundle(code, namespace, texts)
  }
  localStorage.setItem(STORED, code)
  document.documentElement.lang = code
  await i18next.changeLanguage(code)
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en },
  // React escapes by itself.
  interpolation: { escapeValue: false },
})

const stored = localStorage.getItem(STORED)
if (isLanguageCode(stored) && stored !== 'en') void chooseLanguage(stored)
