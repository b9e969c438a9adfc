/**
 * What a message says in its blocks and attachments, where its `text` is empty: in Slack's own writing, as a `text` would
 * be. Source: docs.slack.dev, "Block Kit" and "Rich text". Pictures, buttons and what is not known say nothing.
 */
import { isObject } from '../../runtime/json.ts'
import type { SlackMessage } from './events.ts'

/** As long as the longest text of Slack. */
const MAX_CHARACTERS = 40_000
/** Nothing that Slack makes is deeper. */
const MAX_DEPTH = 8
const MAX_PIECES = 500

type Piece = Record<string, unknown>

/** The same message, with the text that people see. */
export function withBlockText<Message extends Pick<SlackMessage, 'text'>>(message: Message): Message {
  if ((message.text ?? '').trim() !== '') return message
  const { blocks, attachments } = message as Piece
  const text = lines([...pieces(blocks).map((block) => ofBlock(block, 0)), ...pieces(attachments).map(ofAttachment)])
  return text === '' ? message : { ...message, text: text.slice(0, MAX_CHARACTERS) }
}

function ofAttachment(attachment: Piece): string {
  const shared = pieces(attachment['message_blocks']).flatMap(({ message }) => (isObject(message) ? pieces(message['blocks']) : []))
  const inside = [...pieces(attachment['blocks']), ...shared].map((block) => ofBlock(block, 0))
  const said = lines([
    string(attachment['pretext']),
    string(attachment['title']),
    string(attachment['text']) || lines(inside),
    ...pieces(attachment['fields']).map((field) => lines([string(field['title']), string(field['value'])])),
  ])
  return said === '' ? string(attachment['fallback']) : said
}

function ofBlock(block: Piece, depth: number): string {
  if (depth > MAX_DEPTH) return ''
  const below = (): string[] => pieces(block['elements']).map((piece) => ofBlock(piece, depth + 1))
  switch (block['type']) {
    case 'section':
      return lines([ofText(block['text']), ...pieces(block['fields']).map(ofText)])
    case 'header':
      return ofText(block['text'])
    case 'context':
      return lines(pieces(block['elements']).map(ofText))
    case 'markdown':
      return escaped(string(block['text']))
    case 'image':
    case 'video':
      return ofText(block['title'])
    case 'table':
      return lines(
        list(block['rows']).map((row) =>
          pieces(row)
            .map((cell) => ofCell(cell, depth))
            .join(' | '),
        ),
      )
    case 'rich_text':
      return lines(below())
    case 'rich_text_quote':
    case 'rich_text_section':
      return pieces(block['elements']).map(ofInline).join('')
    case 'rich_text_list':
      return lines(below().map((item, index) => `${block['style'] === 'ordered' ? `${index + 1}.` : '•'} ${item}`))
    case 'rich_text_preformatted':
      return `\`\`\`\n${pieces(block['elements']).map(ofInline).join('')}\n\`\`\``
    default:
      return ''
  }
}

const ofCell = (cell: Piece, depth: number): string =>
  cell['type'] === 'raw_text' ? escaped(string(cell['text'])) : ofBlock(cell, depth + 1)

/** Of a rich text. */
function ofInline(piece: Piece): string {
  const text = string(piece['text'])
  switch (piece['type']) {
    case 'text':
      return isObject(piece['style']) && piece['style']['code'] === true ? `\`${escaped(text)}\`` : escaped(text)
    case 'link':
      return reference('', string(piece['url']), text)
    case 'user':
      return reference('@', string(piece['user_id']))
    case 'channel':
      return reference('#', string(piece['channel_id']))
    case 'usergroup':
      return reference('!subteam^', string(piece['usergroup_id']))
    case 'broadcast':
      return reference('!', string(piece['range']))
    case 'emoji':
      return `:${string(piece['name'])}:${typeof piece['skin_tone'] === 'number' ? `:skin-tone-${piece['skin_tone']}:` : ''}`
    case 'date':
      return escaped(string(piece['fallback']))
    default:
      return ''
  }
}

/** A text of a block: plain ones are not written with Slack's marks. */
function ofText(text: unknown): string {
  if (!isObject(text)) return ''
  const said = string(text['text'])
  return text['type'] === 'mrkdwn' ? said : text['type'] === 'plain_text' ? escaped(said) : ''
}

const reference = (sign: string, target: string, label = ''): string =>
  target === '' ? escaped(label) : `<${sign}${target}${label === '' ? '' : `|${escaped(label).replaceAll('|', '¦')}`}>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const lines = (all: string[]): string =>
  all
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
const string = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, MAX_PIECES) : [])
const pieces = (value: unknown): Piece[] => list(value).filter(isObject)
