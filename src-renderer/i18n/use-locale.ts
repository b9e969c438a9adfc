import { useLanguage } from './Language.tsx'

/**
 * The locale for dates and numbers: the language of the panel, in the region of this machine where
 * the two agree (English in Britain has another clock than in the United States).
 */
export function useLocale(): string {
  const language = useLanguage()
  const prefix = language.split('-')[0] ?? language
  return navigator.languages.find((locale) => locale === prefix || locale.startsWith(`${prefix}-`)) ?? language
}
