/**
 * Checks the layer rules, then prints the tiers of the hub from the top with what each holds and may import, so that the
 * map in `docs/architecture.md` is made from what is checked. `--write` puts it there, `--check` fails where it differs.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tiers from './tiers.json' with { type: 'json' }

const HUB = 'src-main/hub'
const MAP = 'docs/architecture.md'
const START = '<!-- tiers: npm run layers -- --write -->'
const END = '<!-- /tiers -->'

/** A folder that a move left empty is none: Git does not know it. */
const holdsFiles = (folder: string) => readdirSync(folder, { withFileTypes: true, recursive: true }).some((entry) => entry.isFile())

const rooms = (tier: string) =>
  readdirSync(join(HUB, tier), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsFiles(join(HUB, tier, entry.name)))
    .map(({ name }) => name)
    .join(', ')

function map(): string {
  const rows = tiers.map(({ name, holds }) => `- \`${name}/\`: ${holds}${rooms(name) === '' ? '' : ` Rooms: ${rooms(name)}.`}`)
  return ['', ...rows, ''].join('\n')
}

const checked = spawnSync('depcruise', ['--config', '.dependency-cruiser.cjs', 'src-shared', 'src-main', 'src-preload', 'src-renderer'], {
  stdio: 'inherit',
})
if (checked.status !== 0) process.exit(checked.status ?? 1)

const isLaidOut = new Set(tiers.map(({ name }) => name))
const strangers = readdirSync(HUB, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !isLaidOut.has(entry.name))
if (strangers.length > 0) {
  console.error(`No tier: ${strangers.map(({ name }) => `${HUB}/${name}`).join(', ')}. Add it to tools/tiers.json or move it into one.`)
  process.exit(1)
}

console.log('The tiers of the hub, from the top. Each imports only those below it.\n')
for (const { name, holds } of tiers) console.log(`  ${name.padEnd(12)} ${holds}`)

const text = readFileSync(MAP, 'utf8')
const [before, rest = ''] = text.split(START)
const after = rest.split(END)[1] ?? ''
const wanted = `${before}${START}\n${map()}\n${END}${after}`
if (process.argv.includes('--write')) writeFileSync(MAP, wanted)
else if (text !== wanted) {
  console.error(`\nThe map in ${MAP} is out of date: npm run layers -- --write`)
  process.exit(1)
}
