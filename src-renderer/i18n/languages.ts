/** A language is offered once every text of the panel exists in it; until then English fills the gaps. */
export const LANGUAGES = [
  { code: 'en', name: 'English', isComplete: true },
  { code: 'pt-BR', name: 'Português (Brasil)', isComplete: false },
  { code: 'es', name: 'Español', isComplete: false },
] as const

export type LanguageCode = (typeof LANGUAGES)[number]['code']

export function isLanguageCode(value: unknown): value is LanguageCode {
  return LANGUAGES.some((language) => language.code === value)
}
