/** The languages of the panel. Every text exists in each of them (`texts.test.ts`). */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'pt-BR', name: 'Português (Brasil)' },
  { code: 'es', name: 'Español' },
] as const

export type LanguageCode = (typeof LANGUAGES)[number]['code']

export function isLanguageCode(value: unknown): value is LanguageCode {
  return LANGUAGES.some((language) => language.code === value)
}

/** The first of a person's languages, most wanted first, that the panel speaks: any Portuguese is better than English to someone who asks for it. */
export function languageFor(wanted: readonly string[]): LanguageCode {
  const primary = (code: string) => code.toLowerCase().split('-')[0]
  for (const code of wanted) {
    const found = LANGUAGES.find((language) => primary(language.code) === primary(code))
    if (found) return found.code
  }
  return 'en'
}
