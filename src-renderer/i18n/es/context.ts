import type { context as english } from '../en/context.ts'

export const context: typeof english = {
  intro: 'Lo que el agente sabe de lo que ya se dijo, y cuándo empieza de nuevo.',
  messages: 'Mensajes',
  messagesHelp: 'Como máximo, los más nuevos antes de la pregunta.',
  characters: 'Caracteres',
  charactersHelp: 'Como máximo, entre todos esos mensajes.',
  maxAgeHours: 'Horas',
  maxAgeHoursHelp: 'No se cuenta nada más antiguo. 0: de cualquier edad.',
  scope: 'Qué tiene una sola memoria',
  scopeHelp: 'Solo importa en los grupos.',
  scope_person: 'Cada persona',
  scope_chat: 'Cada chat, para todos los que escriben en él',
  scope_person_in_chat: 'Cada persona en cada chat',
  resetWord: 'Palabra para empezar de nuevo',
  resetWordHelp: 'Quien envíe exactamente esto cuenta como nuevo. Vacío: desactivado.',
  resetText: 'Qué se responde entonces',
}
