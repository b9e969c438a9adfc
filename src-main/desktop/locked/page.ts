/**
 * The page that asks for the recovery phrase while the hub cannot start. It has no script: it is one form, and what
 * became of it is the next page.
 */
import { createHash } from 'node:crypto'
import i18next from 'i18next'
import { t } from '../words.ts'

export interface LockedPage {
  /** What was typed before, to be put right. */
  typed: string
  /** What is wrong with it; null on the first page. */
  problem: string | null
}

const STYLE = `
:root { color-scheme: light dark; --bg: #fafcfb; --field: #fff; --line: #c8d1cc; --text: #15201b; --soft: #51605a; --bad: #b91c1c; --bad-bg: #fdeaea; --go: #047857; --on-go: #fff }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1311; --field: #141a17; --line: #3a4740; --text: #e6ece9; --soft: #a2b0a9; --bad: #f88e8e; --bad-bg: #3a1a1b; --go: #34d399; --on-go: #06231a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 system-ui, sans-serif }
main { min-height: 100vh; padding: 28px; display: flex; flex-direction: column }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3 }
p { margin: 0 0 12px; color: var(--soft) }
form { flex: 1; display: flex; flex-direction: column; gap: 8px; margin-top: 4px }
label { font-weight: 600 }
textarea { flex: 1; min-height: 120px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--field); color: inherit; font: 15px/1.6 ui-monospace, monospace; resize: none }
[role=alert] { margin: 0; padding: 8px 12px; border-radius: 8px; background: var(--bad-bg); color: var(--bad) }
.hint { margin: 0; font-size: 13px }
.buttons { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin-top: 8px }
button { min-height: 36px; padding: 0 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--field); color: inherit; font: inherit; font-weight: 600; cursor: pointer }
button.go { border-color: transparent; background: var(--go); color: var(--on-go) }
:focus-visible { outline: 2px solid var(--go); outline-offset: 2px }
`

export const LOCKED_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export function lockedPage({ typed, problem }: LockedPage): string {
  const said = problem === null ? '' : `<p role="alert" id="problem">${escaped(problem)}</p>`
  const isWrong = problem === null ? '' : ' aria-invalid="true" aria-describedby="problem"'
  return `<!doctype html>
<html lang="${i18next.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words('title')}</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${words('title')}</h1>
<p>${words('text')}</p>
<form method="post">
<label for="words">${words('label')}</label>
<textarea id="words" name="words" autofocus required spellcheck="false" autocomplete="off" autocapitalize="off"${isWrong}>
${escaped(typed)}</textarea>
${said}
<p class="hint">${words('hint')}</p>
<div class="buttons"><button name="close" value="1" formnovalidate>${words('close')}</button><button class="go">${words('open')}</button></div>
</form>
</main>
</body>
</html>`
}

type Word = 'title' | 'text' | 'label' | 'hint' | 'close' | 'open'

const words = (name: Word): string => escaped(t(`desktop:locked.${name}`))

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)
