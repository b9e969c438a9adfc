/** What the house agent says where the owner has written nothing, and chose its simple greeting. */
import type { Language } from './language.ts'

export interface Sentences {
  greeting: string
  /** The first word of a longer answer. */
  shortGreeting: string
  welcome: string
  /** Nothing fits: a person takes over. */
  handover: string
  /** Part of the message was answered. */
  handoverRest: string
  /** The customer sent a picture, a voice note or a file. */
  handoverMedia: string
}

export const SENTENCES: Record<Language, Sentences> = {
  en: {
    greeting: 'Hello! How can we help you?',
    shortGreeting: 'Hello!',
    welcome: "You're welcome! If there is anything else, just write to us.",
    handover: 'Thank you for your message. Someone from our team will get back to you soon.',
    handoverRest: 'Someone from our team will get back to you soon about the rest.',
    handoverMedia: 'Thank you, we received it. Someone from our team will look at it and get back to you soon.',
  },
  pt: {
    greeting: 'Olá! Como podemos ajudar?',
    shortGreeting: 'Olá!',
    welcome: 'De nada! Se precisar de mais alguma coisa, é só escrever.',
    handover: 'Obrigado pela sua mensagem. Alguém da nossa equipe vai responder em breve.',
    handoverRest: 'Sobre o restante, alguém da nossa equipe vai responder em breve.',
    handoverMedia: 'Obrigado, recebemos. Alguém da nossa equipe vai verificar e responder em breve.',
  },
  es: {
    greeting: '¡Hola! ¿En qué podemos ayudarle?',
    shortGreeting: '¡Hola!',
    welcome: '¡De nada! Si necesita algo más, escríbanos.',
    handover: 'Gracias por su mensaje. Alguien de nuestro equipo le responderá en breve.',
    handoverRest: 'Sobre lo demás, alguien de nuestro equipo le responderá en breve.',
    handoverMedia: 'Gracias, lo recibimos. Alguien de nuestro equipo lo revisará y le responderá en breve.',
  },
}

/** Without the simple greeting. */
export const UNSAID: Sentences = { greeting: '', shortGreeting: '', welcome: '', handover: '', handoverRest: '', handoverMedia: '' }
