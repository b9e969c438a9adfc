import { readdirSync, readFileSync } from 'node:fs'
import i18next from 'i18next'
import { describe, expect, test } from 'vitest'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { withManyForms } from './plurals.ts'
import { ptBR } from './pt-BR/index.ts'

const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

type Group = { [key: string]: string | Group }

/** Every text by the key that a component gives: `namespace:group.name`. */
function texts(language: Record<string, Group>): Map<string, string> {
  const found = new Map<string, string>()
  const collect = (group: Group, before: string) => {
    for (const [name, value] of Object.entries(group)) {
      if (typeof value === 'string') found.set(before + name, value)
      else collect(value, `${before}${name}.`)
    }
  }
  for (const [namespace, group] of Object.entries(language)) collect(group, `${namespace}:`)
  return found
}

const english = texts(en)

describe.each([
  ['pt-BR', ptBR],
  ['es', es],
] as const)('%s', (code, language) => {
  const translated = texts(language)

  test('has every text of the English panel and no other', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('keeps the placeholders of every text', () => {
    for (const [key, text] of translated) expect(holes(text), key).toEqual(holes(english.get(key) ?? ''))
  })

  test('leaves no text empty, and translates each that has words', () => {
    // The same word in both, or a name.
    const isSame =
      /^(common:appName|accounts:(channel_(whatsapp|discord|slack|instagram)|shape_chat|section_webhook|pairingPhonePlaceholder)|conversations:(preview_api|sticker|audio)|traces:(total|filters\.no))$/
    for (const [key, text] of translated) {
      expect(text.trim(), key).not.toBe('')
      if (!isSame.test(key) && /\p{L}{2}/u.test(text.replace(/\{\{\w+\}\}/g, ''))) expect(text, key).not.toBe(english.get(key))
    }
  })

  test('has a word for every number, as its grammar asks', async () => {
    const i18n = i18next.createInstance()
    await i18n.init({ lng: code, fallbackLng: false, resources: { [code]: {} } })
    for (const [namespace, group] of Object.entries(language)) i18n.addResourceBundle(code, namespace, withManyForms(group))
    const plurals = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(/_other$/, ''))
    expect(plurals.length).toBeGreaterThan(0)
    for (const key of plurals) {
      for (const count of [0, 1, 2, 1_000_000]) expect(i18n.exists(key, { count }), `${key} of ${count}`).toBe(true)
    }
  })
})

test('English has a word for one and for many wherever it counts', () => {
  for (const key of english.keys()) {
    if (key.endsWith('_other')) expect(english.has(key.replace(/_other$/, '_one')), key).toBe(true)
  }
})

test('no English text is empty', () => {
  for (const [key, text] of english) expect(text.trim(), key).not.toBe('')
})

test('every file of texts is in the panel', () => {
  const files = readdirSync(new URL('./en', import.meta.url)).filter((file) => file !== 'index.ts')
  const namespace = (file: string) => file.replace(/\.ts$/, '').replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())
  expect(Object.keys(en).sort()).toEqual(files.map(namespace).sort())
})

/** A channel's own sentences, whose keys begin with its name, speak of its platform's bots and instances. */
const channels = [
  ...readFileSync(new URL('../../src-main/hub/channels/registry.ts', import.meta.url), 'utf8').matchAll(/'\.\/([\w-]+)\/driver\.ts'/g),
].map(([, folder]) => folder)

test('people read of agents and accounts, never of bots and instances, except those of the platform of a channel', () => {
  expect(channels).toContain('slack')
  const itsInstances = new RegExp(
    `^hub:(noInstance|fieldApiKeyHelp|fieldRemoteNameHelp|removedOnServer|noCodeYet|webhookTaken|part_evolutionNoReason|(?:${channels.join('|')})[A-Z]\\w*)$`,
  )
  for (const language of [en, ptBR, es])
    for (const [key, text] of texts(language))
      if (!itsInstances.test(key))
        expect(text.replace(/\{\{\w+\}\}/g, ''), key).not.toMatch(/(?<!\p{L})(bots?|robôs?|instances?|instancias?|instâncias?)(?!\p{L})/iu)
})
