/**
 * What the desktop says outside of its window: the panel's own texts, in the panel's language. Before the
 * panel was ever opened, the language of the system.
 */
import i18next from 'i18next'
import { en } from '../../src-renderer/i18n/en/index.ts'
import { type LanguageCode, languageFor } from '../../src-renderer/i18n/languages.ts'
import { withManyForms } from '../../src-renderer/i18n/plurals.ts'
import '../../src-renderer/i18n/typed.ts'

export { hubText } from '../../src-renderer/i18n/hub-text.ts'

/** The others are read when they are spoken. */
const OTHERS: Record<Exclude<LanguageCode, 'en'>, () => Promise<Record<string, object>>> = {
  'pt-BR': async () => (await import('../../src-renderer/i18n/pt-BR/index.ts')).ptBR,
  es: async () => (await import('../../src-renderer/i18n/es/index.ts')).es,
}

void i18next.init({ lng: 'en', fallbackLng: 'en', defaultNS: 'common', resources: { en }, interpolation: { escapeValue: false } })

export const t = i18next.t

/** @param system the languages of the system, most wanted first; they count until one was chosen */
export async function speak(chosen: LanguageCode | null, system: readonly string[]): Promise<void> {
  const code = chosen ?? languageFor(system)
  if (code !== 'en' && !i18next.hasResourceBundle(code, 'desktop')) {
    for (const [namespace, texts] of Object.entries(await OTHERS[code]())) i18next.addResourceBundle(code, namespace, withManyForms(texts))
  }
  await i18next.changeLanguage(code)
}
