/**
 * Mutation testing: changes the code in thousands of small ways, and shows which of them no test notices.
 *
 *   npm run mutate -- src-main/hub/guard src-main/hub/agents/attempt.ts
 *
 * Without a name: all that `stryker.config.json` mutates, which takes hours. What it does not: see docs/testing.md.
 */
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './package-folder.ts'

const names = process.argv.slice(2).map((name) => name.replace(/\/$/, ''))
const patterns = names.map((name) => (statSync(name).isDirectory() ? `${name}/**/*.ts` : name))
const cli = join(packageFolder('@stryker-mutator/core'), 'bin', 'stryker.js')
const mutated = patterns.length === 0 ? [] : ['--mutate', [...patterns, '!**/*.test.ts'].join(',')]
spawn(process.execPath, [cli, 'run', ...mutated], { stdio: 'inherit' }).on('exit', (code) => {
  process.exitCode = code ?? 1
})
