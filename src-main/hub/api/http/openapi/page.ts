/**
 * The browsable page of the API: plain HTML made from the document, without a script and without
 * anything from elsewhere. It lives on the panel's origin, where a script would have the panel's rights.
 */
import { createHash } from 'node:crypto'
import type { JsonSchema, OpenApiDocument, Operation } from './document.ts'

const STYLE = `
:root{color-scheme:light dark;--line:#dfe4e2;--soft:#eef1f0;--text:#1b1f1e;--muted:#5c6662;--page:#fff}
@media (prefers-color-scheme:dark){:root{--line:#2a312f;--soft:#1d2322;--text:#e6eae8;--muted:#9aa5a1;--page:#131716}}
body{margin:0 auto;max-width:960px;padding:24px 16px 64px;font:14px/1.6 Inter,system-ui,sans-serif;background:var(--page);color:var(--text)}
h1{font-size:24px;margin:0}h2{font-size:18px;margin:32px 0 8px;text-transform:capitalize}h3{font-size:13px;margin:16px 0 4px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:16px 0}nav a{text-transform:capitalize}a{color:inherit}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}pre{background:var(--soft);padding:8px 12px;border-radius:6px;overflow:auto}
details{border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:0 12px}summary{padding:8px 0;cursor:pointer}
summary b{display:inline-block;min-width:64px}p{color:var(--muted);margin:4px 0}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:4px 12px 4px 0;border-top:1px solid var(--line);vertical-align:top}
`

/** What the page may load: its own style and nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export function apiPage(document: OpenApiDocument, baseUrl: string): string {
  const byTag = new Map<string, string[]>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'other'
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(method.toUpperCase(), path, operation, baseUrl)])
    }
  }
  const anchor = (tag: string) => tag.replace(/\W+/g, '-')
  const links = [...byTag.keys()].map((tag) => `<a href="#${anchor(tag)}">${escaped(tag)}</a>`).join('')
  const sections = [...byTag]
    .map(([tag, rows]) => `<section id="${anchor(tag)}"><h2>${escaped(tag)}</h2>${rows.join('')}</section>`)
    .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(document.info.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(document.info.title)} <small>${escaped(document.info.version)}</small></h1>
<p>${escaped(document.info.description ?? '')} Every call carries its key in the header <code>x-api-key</code>.
The same as a document for tools: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav aria-label="Sections">${links}</nav>${sections}</main></body></html>`
}

function operationHtml(method: string, path: string, operation: Operation, baseUrl: string): string {
  const parameters = operation.parameters ?? []
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema
  const answers = Object.entries(operation.responses).map(([status, answer]) => row(status, answer.description, schemaText(bodyOf(answer))))
  return `<details><summary><b>${method}</b> <code>${escaped(path)}</code> ${escaped(operation.summary ?? '')}</summary>
${operation.description === undefined ? '' : `<p>${escaped(operation.description)}</p>`}<pre>${escaped(example(method, path, operation, body, baseUrl))}</pre>
${table(
  'Parameters',
  parameters.map((one) => row(one.name, `${one.in}${one.required === true ? ', required' : ''}`, schemaText(one.schema))),
)}
${table('Body', fields(body))}${table('Answers', answers)}</details>`
}

const bodyOf = (answer: Operation['responses'][string]) => Object.values(answer.content ?? {})[0]?.schema

function fields(schema: JsonSchema | undefined): string[] {
  const required = new Set(schema?.required)
  return Object.entries(schema?.properties ?? {}).map(([name, one]) => row(name, required.has(name) ? 'required' : '', schemaText(one)))
}

const table = (title: string, rows: string[]) => (rows.length === 0 ? '' : `<h3>${title}</h3><table>${rows.join('')}</table>`)
const row = (...cells: string[]) =>
  `<tr>${cells.map((cell, index) => `<td>${index === 0 ? `<code>${escaped(cell)}</code>` : escaped(cell)}</td>`).join('')}</tr>`

/** A schema in a few words: `"image" or "video"`, `integer 1–500, else 50`, `list of {full_name, …}`. */
function schemaText(schema: JsonSchema | undefined): string {
  if (schema === undefined) return ''
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.anyOf !== undefined) return schema.anyOf.map(schemaText).filter(Boolean).join(' or ')
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (schema.type === 'array') return `list of ${schemaText(schema.items) || 'anything'}`
  if (schema.properties !== undefined) return `{${Object.keys(schema.properties).join(', ')}}`
  const range =
    schema.type === 'integer' && (schema.maximum ?? Number.MAX_SAFE_INTEGER) < Number.MAX_SAFE_INTEGER
      ? ` ${schema.minimum ?? 0}–${schema.maximum}`
      : ''
  const fallback = schema.default === undefined ? '' : `, else ${JSON.stringify(schema.default)}`
  return `${[schema.type ?? 'anything'].flat().join(' or ')}${range}${fallback}`
}

/** A call to paste into a shell: required fields only. */
function example(method: string, path: string, operation: Operation, body: JsonSchema | undefined, baseUrl: string): string {
  const url = `${baseUrl}${path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`
  const key = operation.security?.length === 0 ? '' : ' -H "x-api-key: $OMNI_API_KEY"'
  const sent = Object.fromEntries((body?.required ?? []).map((name) => [name, '…']))
  const data = body === undefined ? '' : ` -H 'content-type: application/json' -d '${JSON.stringify(sent)}'`
  return `curl -X ${method} '${url}'${key}${data}`
}
