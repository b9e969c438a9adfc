/**
 * Portuguese and Spanish have a form of their own from a million on ("1 milhão de mensagens"), which
 * only shows when the number is written in words. The panel writes digits, so the usual plural fits;
 * without one under that name i18next would fall back to English.
 */
export function withManyForms<T extends object>(texts: T): T {
  const forms = Object.entries(texts).flatMap(([key, text]): [string, unknown][] => {
    if (typeof text === 'object') return [[key, withManyForms(text)]]
    return key.endsWith('_other') ? [[key.replace(/_other$/, '_many'), text]] : []
  })
  return { ...texts, ...Object.fromEntries(forms) }
}
