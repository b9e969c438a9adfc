/**
 * Mutation testing: changes the code in thousands of small ways, and shows which of them no test notices.
 *
 *   npm run mutate -- src-main/hub/guard src-main/hub/agents/attempt.ts
 *
 * A folder is judged by the tests in it, a file by those beside it: they run in seconds, and whoever changes the code
 * looks at them first. Without a name all that `stryker.config.json` names is judged by all that
 * `vitest.mutation.config.ts` names, which takes hours.
 */
import { spawn } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageFolder } from './package-folder.ts'

const names = process.argv.slice(2).map((name) => name.replace(/\/$/, ''))
const isFolder = (name: string) => statSync(name).isDirectory()
const code = names.map((name) => (isFolder(name) ? `${name}/**/*.ts` : name))
const tests = names.flatMap((name) => globSync(isFolder(name) ? `${name}/**/*.test.ts` : `${dirname(name)}/*.test.ts`))
const named = names.length === 0 ? [] : ['--mutate', [...code, '!**/*.test.ts'].join(','), '--testFiles', [...new Set(tests)].join(',')]
const cli = join(packageFolder('@stryker-mutator/core'), 'bin', 'stryker.js')
spawn(process.execPath, [cli, 'run', ...named], { stdio: 'inherit' }).on('exit', (status) => {
  process.exitCode = status ?? 1
})
