/** Business forms (buttons, lists, templates, invitations …) and the answers to them, read as plain text. */
import { field, type JsonObject, objectAt, stringAt } from './json.ts'

function firstString(part: unknown, paths: readonly string[]): string | null {
  for (const path of paths) {
    let found: unknown = part
    for (const name of path.split('.')) found = field(found, name)
    if (typeof found === 'string' && found.trim() !== '') return found
  }
  return null
}

function lines(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n')
}

/** For every form: how its text is found. The first entry that is present and says something wins. */
const FORMS: readonly [name: string, read: (part: JsonObject) => string][] = [
  ['buttonsResponseMessage', (part) => firstString(part, ['selectedDisplayText', 'selectedButtonId']) ?? ''],
  ['templateButtonReplyMessage', (part) => firstString(part, ['selectedDisplayText', 'selectedId']) ?? ''],
  [
    'listResponseMessage',
    (part) => lines(firstString(part, ['title', 'singleSelectReply.selectedRowId']), firstString(part, ['description'])),
  ],
  ['interactiveResponseMessage', (part) => firstString(part, ['body.text', 'nativeFlowResponseMessage.name']) ?? ''],
  ['buttonsMessage', (part) => lines(firstString(part, ['text', 'headerText']), firstString(part, ['contentText']))],
  ['listMessage', (part) => lines(stringAt(part, 'title'), stringAt(part, 'description'))],
  [
    'templateMessage',
    (part) =>
      firstString(part, [
        'hydratedTemplate.hydratedContentText',
        'hydratedFourRowTemplate.hydratedContentText',
        'interactiveMessageTemplate.body.text',
        'hydratedTemplate.hydratedTitleText',
      ]) ?? '',
  ],
  ['interactiveMessage', (part) => lines(firstString(part, ['header.title']), firstString(part, ['body.text']))],
  [
    'highlyStructuredMessage',
    (part) =>
      firstString(part, ['hydratedHsm.hydratedTemplate.hydratedContentText', 'hydratedHsm.hydratedFourRowTemplate.hydratedContentText']) ??
      '',
  ],
  ['groupInviteMessage', (part) => lines(stringAt(part, 'groupName'), stringAt(part, 'caption'))],
  ['eventMessage', (part) => lines(stringAt(part, 'name'), stringAt(part, 'description'))],
  ['productMessage', (part) => lines(firstString(part, ['product.title']), firstString(part, ['product.description', 'body']))],
  ['orderMessage', (part) => lines(stringAt(part, 'orderTitle'), stringAt(part, 'message'))],
  ['commentMessage', (part) => firstString(part, ['message.conversation', 'message.extendedTextMessage.text']) ?? ''],
]

/** The text of the first form in this message, or null when there is none that says anything. */
export function interactiveText(message: JsonObject): { text: string; part: JsonObject } | null {
  for (const [name, read] of FORMS) {
    const part = objectAt(message, name)
    if (!part) continue
    const text = read(part)
    if (text !== '') return { text, part }
  }
  return null
}
