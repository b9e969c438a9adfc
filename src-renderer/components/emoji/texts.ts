/** The picker's words and the names of the emoji, in the languages of the panel. */
import english from 'emoji-picker-element/i18n/en'
import spanish from 'emoji-picker-element/i18n/es'
import portuguese from 'emoji-picker-element/i18n/pt_BR'
import type { I18n } from 'emoji-picker-element/shared'
import englishData from 'emoji-picker-element-data/en/cldr-native/data.json?url'
import spanishData from 'emoji-picker-element-data/es/cldr-native/data.json?url'
import portugueseData from 'emoji-picker-element-data/pt/cldr-native/data.json?url'

interface EmojiTexts {
  locale: string
  dataSource: string
  texts: I18n
}

export function emojiTexts(language: string): EmojiTexts {
  if (language.startsWith('pt')) return { locale: 'pt', dataSource: portugueseData, texts: portuguese }
  if (language.startsWith('es')) return { locale: 'es', dataSource: spanishData, texts: spanish }
  return { locale: 'en', dataSource: englishData, texts: english }
}
