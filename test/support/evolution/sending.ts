/** The `/message/send…` routes of the fake server. */

import { badRequest, type InstanceCall, Refusal } from './answers.ts'
import { newId, store } from './messages.ts'
import type { Json } from './model.ts'

const REQUIRED: Record<string, string[]> = {
  sendText: ['number', 'text'],
  sendMedia: ['number', 'mediatype', 'media'],
  sendWhatsAppAudio: ['number', 'audio'],
  sendSticker: ['number', 'sticker'],
  sendContact: ['number', 'contact'],
  sendReaction: ['key', 'reaction'],
  sendPtv: ['number', 'video'],
  sendLocation: ['number', 'latitude', 'longitude'],
}

/** Brazil: mobile numbers of area codes from 31 up are known to WhatsApp without their ninth digit. */
function rewritten(digits: string): string {
  const match = /^55(\d{2})9(\d{8})$/.exec(digits)
  return match && Number(match[1]) >= 31 ? `55${match[1]}${match[2]}` : digits
}

function messageOf(route: string, body: Json): { message: Json; messageType: string; text: string } {
  const text = typeof body['text'] === 'string' ? body['text'] : typeof body['caption'] === 'string' ? body['caption'] : ''
  switch (route) {
    case 'sendText':
      return { message: { conversation: text }, messageType: 'conversation', text }
    case 'sendMedia': {
      const messageType = `${String(body['mediatype'])}Message`
      return {
        message: { [messageType]: { mimetype: body['mimetype'] ?? null, caption: text, fileName: body['fileName'] } },
        messageType,
        text,
      }
    }
    case 'sendWhatsAppAudio':
      return { message: { audioMessage: { ptt: true, mimetype: 'audio/ogg; codecs=opus' } }, messageType: 'audioMessage', text }
    case 'sendSticker':
      return { message: { stickerMessage: {} }, messageType: 'stickerMessage', text }
    case 'sendReaction':
      return {
        message: { reactionMessage: { text: body['reaction'], key: body['key'] } },
        messageType: 'reactionMessage',
        text: String(body['reaction']),
      }
    default:
      return { message: { [`${route.slice(4).toLowerCase()}Message`]: {} }, messageType: `${route.slice(4).toLowerCase()}Message`, text }
  }
}

/** Checks and carries out one send: records it, stores it, and announces `send.message`. */
export function sendRoute({ server, instance, body }: InstanceCall, route: string): Json {
  for (const name of REQUIRED[route] ?? []) {
    if (body[name] === undefined) throw badRequest([`instance requires property "${name}"`])
  }
  if (instance.state !== 'open') throw new Refusal(500, 'Internal Server Error', ['Connection Closed'])
  const media = body['media'] ?? body['audio'] ?? body['sticker']
  if (typeof media === 'string' && media.startsWith('data:')) throw badRequest('Owned media must be a url or base64')

  let remoteJid: string
  if (route === 'sendReaction') {
    remoteJid = String((body['key'] as Json)['remoteJid'])
  } else {
    const number = String(body['number'])
    const digits = rewritten(number.replace(/@s\.whatsapp\.net$/, '').replace(/\D/g, ''))
    remoteJid = number.endsWith('@lid') || number.endsWith('@g.us') ? number : `${digits}@s.whatsapp.net`
    if (server.unknownNumbers.has(digits)) {
      throw new Refusal(400, 'Bad Request', [{ jid: remoteJid, exists: false, number: digits }])
    }
  }
  const { message, messageType, text } = messageOf(route, body)
  const quotedId = ((body['quoted'] as Json | undefined)?.['key'] as Json | undefined)?.['id']
  const id = newId('3EB0')
  const data = {
    key: { remoteJid, fromMe: true, id },
    pushName: 'Você',
    status: 'PENDING',
    message,
    contextInfo: { mentionedJid: body['mentioned'] ?? [], groupMentions: [], ...(quotedId ? { stanzaId: quotedId } : {}) },
    messageType,
    messageTimestamp: Math.floor(server.now() / 1000),
    instanceId: instance.id,
    source: 'web',
  }
  store(instance, data)
  server.sent.push({ instance: instance.name, route, remoteJid, id, text, body })
  server.emit(instance.name, 'send.message', data)
  if (server.acknowledgesSends) {
    server.emit(instance.name, 'messages.update', {
      keyId: id,
      remoteJid,
      fromMe: true,
      status: 'DELIVERY_ACK',
      instanceId: instance.id,
      messageId: newId('cm').toLowerCase(),
    })
  }
  return data
}
