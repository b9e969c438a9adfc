/**
 * `npm run bench [-- name …] [--json] [--quick]`: measures what the issues promise. With `--json` one
 * line per figure on standard output; always a table on standard error. Ends with 1 if a bound is
 * not met.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../tools/build.ts'
import { accept } from './accept.ts'
import { backup } from './backup.ts'
import { type Bench, type Figure, isMet } from './bench.ts'
import { channels } from './channels.ts'
import { desktop } from './desktop.ts'
import { house } from './house.ts'
import { memory } from './memory.ts'
import { overhead } from './overhead.ts'
import { panel } from './panel.ts'
import { start } from './start.ts'
import { stream } from './stream.ts'
import { tunnel } from './tunnel.ts'
import { turns } from './turns.ts'
import { whatsapp } from './whatsapp.ts'

const benches: Bench[] = [accept, turns, overhead, stream, memory, start, panel, whatsapp, house, tunnel, channels, desktop, backup]

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, quick: { type: 'boolean' } } })
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}". There are: ${benches.map((bench) => bench.name).join(', ')}.`)
  process.exit(2)
}

ensureBuilt((line) => console.error(line))
const load = loadavg()[0] ?? 0
const figures: Figure[] = []
for (const bench of benches) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue
  console.error(`${bench.name} …`)
  figures.push(...(await bench.run({ isQuick: values.quick ?? false, log: (line) => console.error(`  ${line}`) })))
}

const bound = ({ bound: limit }: Figure) => (limit === null ? '' : limit.atLeast !== undefined ? `≥ ${limit.atLeast}` : `≤ ${limit.atMost}`)
const verdict = (figure: Figure) => ({ true: 'met', false: 'MISSED', null: '' })[String(isMet(figure)) as 'true' | 'false' | 'null']
for (const figure of figures) {
  if (values.json) console.log(JSON.stringify({ ...figure, met: isMet(figure), loadBefore: load }))
  console.error(
    `${figure.bench.padEnd(10)} ${figure.figure.padEnd(44)} ${figure.value.toFixed(2).padStart(12)} ${figure.unit.padEnd(10)} ${bound(figure).padEnd(8)} ${verdict(figure)}`,
  )
}
process.exit(figures.some((figure) => isMet(figure) === false) ? 1 : 0)
