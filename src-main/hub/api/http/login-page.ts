/** What whoever has no session sees, in the browser's language: where a link to the panel is to be had. */

interface Texts {
  title: string
  heading: string
  why: string
  how: string
}

const TEXTS: Record<'en' | 'pt-BR' | 'es', Texts> = {
  en: {
    title: 'Omni – sign in',
    heading: 'Open Omni with its link',
    why: 'For your safety the control panel opens only with a one-time link. Omni prints it where it was started; the link works once, for ten minutes.',
    how: 'Lost it? Start Omni once more on the computer where it runs. It goes on running, and prints a fresh link.',
  },
  'pt-BR': {
    title: 'Omni – entrar',
    heading: 'Abra o Omni com o link dele',
    why: 'Para sua segurança, o painel só abre com um link de uso único. O Omni o mostra onde foi iniciado; o link funciona uma vez, por dez minutos.',
    how: 'Perdeu o link? Inicie o Omni mais uma vez no computador em que ele roda. Ele continua funcionando e mostra um link novo.',
  },
  es: {
    title: 'Omni – entrar',
    heading: 'Abre Omni con su enlace',
    why: 'Por tu seguridad, el panel solo se abre con un enlace de un solo uso. Omni lo muestra donde se inició; el enlace funciona una vez, durante diez minutos.',
    how: '¿Perdiste el enlace? Inicia Omni otra vez en el equipo donde funciona. Sigue funcionando y muestra un enlace nuevo.',
  },
}

/** The first language of the header that there is. */
function languageOf(acceptLanguage: string | undefined): keyof typeof TEXTS {
  for (const part of (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(',')) {
    const tag = part.trim()
    if (tag.startsWith('pt')) return 'pt-BR'
    if (tag.startsWith('es')) return 'es'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}

export function loginPage(acceptLanguage: string | undefined): string {
  const language = languageOf(acceptLanguage)
  const { title, heading, why, how } = TEXTS[language]
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${title}</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:14px/1.6 Inter,system-ui,sans-serif;background:#f7f8f8;color:#1b1f1e}
main{max-width:420px;padding:32px;border:1px solid #e1e5e3;border-radius:8px;background:#fff;margin:16px}
h1{font-size:20px;margin:0 0 8px}
@media (prefers-color-scheme:dark){body{background:#101413;color:#e6eae8}main{background:#171c1b;border-color:#2a312f}}
</style></head><body><main><h1>${heading}</h1>
<p>${why}</p>
<p>${how}</p></main></body></html>`
}
