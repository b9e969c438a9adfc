/** Which of the three languages of the house agent a customer writes. */
import { wordsOf } from './words.ts'

export type Language = 'en' | 'pt' | 'es'

/** Words that are frequent in one of the languages and absent from the others. */
const MARKERS: Record<Language, ReadonlySet<string>> = {
  en: new Set(
    'the is are do does you your what where when how much open close price address hi hello hey thanks thank please want would can have and'.split(
      ' ',
    ),
  ),
  pt: new Set(
    'oi ola voce voces vcs vc nao sim qual quais onde fica horario quanto custa preco precos obrigado obrigada valeu bom boa dia tarde noite tem voce quero gostaria aberto abrem fecham endereco e o os um uma em no na do da com por pra ate sao tudo bem'.split(
      ' ',
    ),
  ),
  es: new Set(
    'hola usted ustedes si cual cuales donde esta estan horario cuanto cuesta precio precios gracias buenos buenas dias tardes noches tiene tienen quiero quisiera abierto abren cierran direccion y el los un una en con por hasta son muy bien que'.split(
      ' ',
    ),
  ),
}

/** Dialling codes of the countries that speak Portuguese or Spanish. */
const PORTUGUESE_CODES = /^(55|351|244|258|238)/
const SPANISH_CODES = /^(34|5[12346789]|50[2-9]|59[1-8])/

/**
 * The language of the first text that shows one: the message first, then what was said before and
 * the owner's own texts. Without any, the customer's country decides, and English is the last resort.
 */
export function languageOf(texts: string[], phoneNumber: string | null): Language {
  const ofCountry = countryLanguage(phoneNumber)
  for (const text of texts) {
    const found = strongest(text, ofCountry)
    if (found !== null) return found
  }
  return ofCountry ?? 'en'
}

function strongest(text: string, favourite: Language | null): Language | null {
  const words = wordsOf(text)
  const order: Language[] = favourite === null ? ['en', 'pt', 'es'] : [favourite, 'en', 'pt', 'es']
  let best: Language | null = null
  let bestScore = 0
  for (const language of order) {
    const score = words.filter((word) => MARKERS[language].has(word)).length
    if (score > bestScore) {
      best = language
      bestScore = score
    }
  }
  return best
}

function countryLanguage(phoneNumber: string | null): Language | null {
  const digits = phoneNumber?.replace(/\D/g, '') ?? ''
  if (PORTUGUESE_CODES.test(digits)) return 'pt'
  return SPANISH_CODES.test(digits) ? 'es' : null
}
