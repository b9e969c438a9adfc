/** Every method and path of contracts/omni-v1.md, as a call that succeeds. */
import type { V1World } from '../../support/omni-v1.ts'

export interface Route {
  route: string
  status: number
  body?: unknown
  /** Called at the root, not under /api/v1. */
  root?: true
  /** What a key must be allowed to do. `none`: no key is needed. */
  needs: 'none' | 'read' | 'send' | 'admin'
  /** `one`: it is about the named instance; `all`: about every instance; `lists`: it shows what the key covers; `global`: about none. */
  about: 'one' | 'all' | 'lists' | 'global'
}

export interface RouteFacts {
  /** A linked instance with a conversation. */
  name: string
  /** An instance that may be removed, made again before every call that does. */
  spare: string
  number: number
  chat: string
  trace: string
  message: string
  rule: number
  picture: string
}

export async function routeFacts(world: V1World, name: string): Promise<RouteFacts> {
  const { traceId, messageId } = await world.converse(name, { from: '15552223333', text: 'Hello' })
  const rule = await world.call('POST /access/rules', { phone_number: `+99${name.length}1`, rule_type: 'block', instance_name: name })
  const instance = await world.call(`GET /instances/${name}`)
  return {
    name,
    spare: `spare-${name}`,
    number: instance.body.id,
    chat: '15552223333@s.whatsapp.net',
    trace: traceId,
    message: messageId,
    rule: rule.body.id,
    picture: `${world.files.url}/me.png`,
  }
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export function routesOf(
  { name, spare, number, chat, trace, message, rule, picture }: RouteFacts,
  evolution: V1World['evolution'],
): Route[] {
  const at = `/instances/${name}`
  const one = { needs: 'read', about: 'one', status: 200 } as const
  const admin = { needs: 'admin', about: 'one', status: 200 } as const
  const lists = { needs: 'read', about: 'lists', status: 200 } as const
  const send = { needs: 'send', about: 'one', status: 200 } as const
  const to = { phone_number: '15552223333' }
  const sends: [string, unknown, 'read' | 'send' | 'admin'][] = [
    ['send-text', { ...to, text: 'Hi' }, 'send'],
    ['send-media', { ...to, media_type: 'image', media_base64: PNG, mime_type: 'image/png' }, 'send'],
    ['send-audio', { ...to, audio_base64: 'T2dnUw==' }, 'send'],
    ['send-sticker', { ...to, sticker_base64: PNG }, 'send'],
    ['send-contact', { ...to, contacts: [{ full_name: 'Ann', phone_number: '15557778888' }] }, 'send'],
    ['send-reaction', { ...to, message_id: message, reaction: '👍' }, 'send'],
    ['fetch-profile', to, 'read'],
    ['update-profile-picture', { picture_url: picture }, 'admin'],
  ]
  const unified = (tenant: string) => ({
    source: 'whatsapp',
    tenant,
    content: { text: 'Hi', media: [], metadata: { to: '15552223333' } },
    timestamp: '2026-01-01T00:00:00.000Z',
  })
  const messages = (root?: true): Route[] => [
    { route: 'POST /messages/send', body: { instance: name, to: '15552223333', text: 'Hi' }, ...send, ...(root && { root }) },
    { route: 'POST /messages/unified', body: unified(name), ...send, ...(root && { root }) },
    { route: `GET /messages/history/${name}`, ...one, ...(root && { root }) },
    { route: `GET /messages/history?instance=${name}`, ...one, ...(root && { root }) },
    { route: 'GET /messages/history', needs: 'read', about: 'all', status: 200, ...(root && { root }) },
  ]
  return [
    {
      route: 'POST /instances',
      body: { name: `${name}-made`, channel_type: 'whatsapp', evolution_url: evolution.url, evolution_key: evolution.apiKey },
      status: 201,
      needs: 'admin',
      about: 'all',
    },
    { route: 'GET /instances?skip=0&limit=10&include_status=true', ...lists },
    { route: 'GET /instances/supported-channels', needs: 'read', about: 'global', status: 200 },
    { route: 'POST /instances/discover', needs: 'admin', about: 'all', status: 200 },
    { route: `GET ${at}`, ...one },
    { route: `PUT ${at}`, body: { agent_id: 'ana' }, ...admin },
    { route: `PATCH ${at}`, body: { agent_id: 'sofia' }, ...admin },
    { route: `GET ${at}/qr`, ...one },
    { route: `GET ${at}/status`, ...one },
    { route: `GET ${at}/access-control`, ...one },
    { route: `POST ${at}/access-control`, body: { action: 'block', phone_number: '4911', type: 'user' }, ...admin, status: 201 },
    { route: `DELETE ${at}/access-control?phone_number=4911`, ...admin },
    ...['/instance', '/instances'].flatMap((prefix) =>
      sends.map(([action, body, needs]): Route => ({ route: `POST ${prefix}/${name}/${action}`, body, needs, about: 'one', status: 200 })),
    ),
    ...messages(),
    { route: `GET ${at}/contacts?page=1&page_size=10`, ...one },
    { route: `GET ${at}/contacts/15552223333`, ...one },
    { route: `GET ${at}/chats?page=1&page_size=10`, ...one },
    { route: `GET ${at}/chats/${chat}`, ...one },
    { route: `GET ${at}/chats/${chat}/messages`, ...one },
    { route: `GET /traces?instance_name=${name}`, ...one },
    { route: 'GET /traces', needs: 'read', about: 'all', status: 200 },
    { route: `GET /traces/${trace}`, ...one },
    { route: `GET /traces/${trace}/payloads?include_payload=true`, ...one },
    { route: `GET /traces/analytics/summary?instance_name=${name}`, ...one },
    { route: `GET /traces/phone/15552223333?instance_name=${name}`, ...one },
    { route: 'DELETE /traces/cleanup?days_old=30&dry_run=true', needs: 'admin', about: 'all', status: 200 },
    { route: 'GET /access/rules', ...lists },
    { route: `GET /access/rules?instance_name=${name}`, ...one },
    {
      route: 'POST /access/rules',
      body: { phone_number: '4922', rule_type: 'block', instance_name: name, reason: 'test' },
      ...admin,
      status: 201,
    },
    { route: `DELETE /access/rules/${rule}`, ...admin, status: 204 },
    { route: 'POST /access/check', body: { phone_number: '4922', instance_name: name }, ...one },
    { route: `POST ${at}/set-default`, ...admin },
    { route: 'GET /openapi.json', needs: 'read', about: 'global', status: 200 },
    { route: 'GET /docs', needs: 'read', about: 'global', status: 200 },
    // At the root, as older clients call them.
    { route: 'GET /health', root: true, needs: 'none', about: 'global', status: 200 },
    { route: 'GET /metrics', root: true, needs: 'none', about: 'global', status: 200 },
    { route: 'GET /tenants', root: true, ...lists },
    {
      route: 'POST /instances/create',
      root: true,
      body: { instanceName: `${name}-alias`, webhook: null, qrcode: true },
      needs: 'admin',
      about: 'all',
      status: 201,
    },
    { route: `GET /instances/qr/${name}`, root: true, ...one },
    { route: `GET /instances/${name}`, root: true, ...one },
    { route: `GET /instances/${number}`, root: true, ...one },
    ...messages(true),
    // What ends something comes last.
    { route: `POST ${at}/disconnect`, ...admin },
    { route: `POST ${at}/connect`, ...admin },
    { route: `POST ${at}/logout`, ...admin },
    { route: `DELETE /instances/${spare}`, ...admin },
    { route: `DELETE /instances/${spare}`, root: true, ...admin },
  ]
}
