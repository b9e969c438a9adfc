import i18next from 'i18next'
import { en } from './en/index.ts'
import { isLanguageCode, type LanguageCode, languageFor } from './languages.ts'
import { withManyForms } from './plurals.ts'
import './typed.ts'

const STORED = 'omni.language'

/** English is in the bundle; the others are fetched when they are spoken. */
const LOADERS: Record<Exclude<LanguageCode, 'en'>, () => Promise<Record<string, object>>> = {
  'pt-BR': async () => (await import('./pt-BR/index.ts')).ptBR,
  es: async () => (await import('./es/index.ts')).es,
}

async function speak(code: LanguageCode): Promise<void> {
  if (code !== 'en' && !i18next.hasResourceBundle(code, 'common')) {
    for (const [namespace, texts] of Object.entries(await LOADERS[code]())) i18next.addResourceBundle(code, namespace, withManyForms(texts))
  }
  document.documentElement.lang = code
  await i18next.changeLanguage(code)
}

/** The language that was chosen here; until then, the first of the system's that the panel speaks. */
function wantedLanguage(): LanguageCode {
  const stored = localStorage.getItem(STORED)
  return isLanguageCode(stored) ? stored : languageFor(navigator.languages)
}

export async function chooseLanguage(code: LanguageCode): Promise<void> {
  localStorage.setItem(STORED, code)
  await speak(code)
}

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en },
  // React escapes text already.
  interpolation: { escapeValue: false },
})

/** The first word on the screen is in the right language. Texts that do not come must not keep the panel from opening. */
export const languageIsReady = speak(wantedLanguage()).catch(() => undefined)

window.addEventListener('languagechange', () => void speak(wantedLanguage()))
// Chosen in another window of this browser.
window.addEventListener('storage', (event) => {
  if (event.key === STORED) void speak(wantedLanguage())
})
