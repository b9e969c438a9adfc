/** Business forms (buttons, lists, templates, invitations …) and the answers to them, read as plain text. */
import { isObject, type JsonObject } from '../../../runtime/json.ts'
import { field, objectAt, stringAt } from './json.ts'

/** More than any form of a shop has. */
const MAX_PARAMETERS = 20_000
const MAX_FIELDS = 40

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

/** What a form was filled in with, as JSON; null for another thing. */
function parametersOf(part: JsonObject): JsonObject | null {
  const text = firstString(part, ['nativeFlowResponseMessage.paramsJson'])
  if (text === null || text.length > MAX_PARAMETERS) return null
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** `opening_date`, `openingDate` → `opening date`. */
const label = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()

/** The fields of a form, one a line. What only machines read (tokens, versions) is left out. */
function filledIn(parameters: JsonObject): string {
  return Object.entries(parameters)
    .filter(
      ([name, value]) => !/token|version|wa_flow/i.test(name) && ['string', 'number', 'boolean'].includes(typeof value) && value !== '',
    )
    .slice(0, MAX_FIELDS)
    .map(([name, value]) => `${label(name)}: ${String(value)}`)
    .join('\n')
}

/** The words that the customer chose or typed. A form's own text is only "Sent", and its `name` that of its kind. */
function chosenText(part: JsonObject): string {
  const parameters = parametersOf(part)
  const title = firstString(parameters, ['title', 'display_text', 'selected_title', 'text'])
  if (title !== null) return title
  const isForm = firstString(part, ['nativeFlowResponseMessage.name']) === 'flow'
  if (isForm && parameters !== null && filledIn(parameters) !== '') return filledIn(parameters)
  const id = firstString(parameters, ['id', 'selected_id', 'selectedRowId'])
  return firstString(part, ['body.text']) ?? id ?? (parameters === null ? '' : filledIn(parameters))
}

/** For every form: how its text is found. The first entry that is present and says something wins. */
const FORMS: readonly [name: string, read: (part: JsonObject) => string][] = [
  ['buttonsResponseMessage', (part) => firstString(part, ['selectedDisplayText', 'selectedButtonId']) ?? ''],
  ['templateButtonReplyMessage', (part) => firstString(part, ['selectedDisplayText', 'selectedId']) ?? ''],
  [
    'listResponseMessage',
    (part) => lines(firstString(part, ['title', 'singleSelectReply.selectedRowId']), firstString(part, ['description'])),
  ],
  ['interactiveResponseMessage', chosenText],
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
