/**
 * Draws the icons of the desktop app from the one drawing of the panel's icon, `src-renderer/icon.svg`, by a
 * Chromium: `npx node tools/icons.ts`. What it draws is committed, as an installer needs it without a browser.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { findChromium } from './find-chromium.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const resources = join(root, 'resources')
const icon = readFileSync(join(root, 'src-renderer', 'icon.svg'), 'utf8')
/** The bubble of the icon, which is all that is left of it at the size of a tray. */
const BUBBLE = /<path d="([^"]+)"/.exec(icon)?.[1]
if (BUBBLE === undefined) throw new Error('The icon has no bubble any more.')

const APP_SIZES = [16, 32, 48, 64, 128, 256, 512]
const ICO_SIZES = [16, 24, 32, 48, 64, 256]
const TRAY_ICO_SIZES = [16, 20, 24, 32, 48]
const MOODS = ['normal', 'paused', 'attention'] as const
type Mood = (typeof MOODS)[number]

const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="6.2 6.2 19.6 19.6">${content}</svg>`

/** In colour: green while it works, grey while nobody is answered, with a dot when somebody waits. */
function tray(mood: Mood): string {
  const bubble = `<path d="${BUBBLE}" fill="${mood === 'paused' ? '#8a9793' : '#10b981'}" />`
  if (mood === 'paused')
    return svg(`${bubble}<path d="M13.5 12.5v7M18.5 12.5v7" stroke="#fff" stroke-width="2.4" stroke-linecap="round" />`)
  const eye = '<circle cx="16" cy="16" r="4" fill="#fff" />'
  return svg(
    mood === 'normal'
      ? bubble + eye
      : `${bubble}${eye}<circle cx="21.7" cy="10.3" r="4.1" fill="#f59e0b" stroke="#fff" stroke-width="1" />`,
  )
}

/** For macOS, which takes the form alone and colours it. */
function template(mood: Mood): string {
  const hole = {
    normal: '<circle cx="16" cy="16" r="4" fill="#000" />',
    paused: '<path d="M13.5 12.5v7M18.5 12.5v7" stroke="#000" stroke-width="2.4" stroke-linecap="round" />',
    attention: '<circle cx="16" cy="16" r="4" fill="#000" /><circle cx="21.7" cy="10.3" r="5.4" fill="#000" />',
  }[mood]
  const dot = mood === 'attention' ? '<circle cx="21.7" cy="10.3" r="3.9" />' : ''
  const mask = `<mask id="m"><rect width="32" height="32" fill="#fff" />${hole}</mask>`
  return svg(`${mask}<path d="${BUBBLE}" mask="url(#m)" />${dot}`)
}

const OVERLAY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#f59e0b" /></svg>'

async function draw(page: Page, drawing: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`)
  return page.screenshot({ omitBackground: true })
}

/** Windows' container: a table of pictures, each a whole PNG. */
function ico(pictures: { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let at = head.length + pictures.length * 16
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    // Zero stands for 256.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(at, 12)
    at += png.length
    return entry
  })
  return Buffer.concat([head, ...entries, ...pictures.map(({ png }) => png)])
}

function write(name: string, content: Buffer): void {
  const file = join(resources, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
const page = await browser.newPage()
const all = async (drawing: string, sizes: number[]) => {
  const pictures: { size: number; png: Buffer }[] = []
  for (const size of sizes) pictures.push({ size, png: await draw(page, drawing, size) })
  return pictures
}
/** Electron finds the picture for screens of twice the density by its name. */
const forBoth = async (name: string, drawing: string, size: number) => {
  write(`${name}.png`, await draw(page, drawing, size))
  write(`${name}@2x.png`, await draw(page, drawing, size * 2))
}
for (const { size, png } of await all(icon, APP_SIZES)) write(`icons/${size}x${size}.png`, png)
write('icon.ico', ico(await all(icon, ICO_SIZES)))
for (const mood of MOODS) {
  await forBoth(`tray/${mood}`, tray(mood), 24)
  await forBoth(`tray/${mood}Template`, template(mood), 18)
  write(`tray/${mood}.ico`, ico(await all(tray(mood), TRAY_ICO_SIZES)))
}
await forBoth('tray/overlay', OVERLAY, 16)
await browser.close()
