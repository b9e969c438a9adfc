/**
 * `npm run dev`: electron-vite's development mode where Electron is here; else Vite's server for
 * the panel in front of a headless hub that restarts when its sources change.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { createServer, type ProxyOptions } from 'vite'
import { chooseHost } from './choose-host.ts'
import { electronBinary } from './electron-binary.ts'
import { packageFolder } from './package-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const hubPort = Number(process.env['OMNI_PORT'] ?? 8882)
const hubUrl = `http://127.0.0.1:${hubPort}`

/** What the hub answers and Vite does not. */
const HUB_PATHS = ['/rpc', '/login', '/media', '/api', '/health', '/metrics', '/webhook']

const chosen = chooseHost({
  platform: process.platform,
  env: process.env,
  userId: process.getuid?.() ?? null,
  findElectron: () => electronBinary(),
})

if (chosen.host === 'desktop') {
  const cli = join(packageFolder('electron-vite'), 'bin', 'electron-vite.js')
  run(process.execPath, [cli, 'dev', ...process.argv.slice(2)])
} else {
  console.log(`${chosen.because}: serving the panel to a browser instead.`)
  // The hub checks Host and Origin: through the proxy it sees its own address in both.
  const toHub: ProxyOptions = { target: hubUrl, changeOrigin: true, ws: true, headers: { origin: hubUrl } }
  const server = await createServer({
    root: `${root}src-renderer`,
    configFile: false,
    plugins: [react()],
    server: { host: '127.0.0.1', proxy: Object.fromEntries(HUB_PATHS.map((path) => [path, toHub])) },
  })
  await server.listen()
  const panelUrl = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  // Threads that strip types by WebAssembly crash V8 when two finish the same import wrapper at once
  // (see test/support/storage-worker.ts): here, where they run from their sources, wrappers are not finished.
  const flags = ['--watch', '--wasm-wrapper-tiering-budget=1000000000']
  const hub = run(process.execPath, [...flags, `${root}src-main/headless.ts`, '--port', String(hubPort)], () => server.close())
  if (hub.stdout === null) throw new Error('The hub has no output.')
  // Opened through the proxy, so that the browser keeps the session's keys for Vite's address.
  for await (const line of createInterface(hub.stdout)) console.log(line.replaceAll(hubUrl, panelUrl))
}

/** Runs a child that gets this process's signals and gives it its exit code. */
function run(command: string, args: string[], onExit: () => unknown = () => undefined) {
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', chosen.host === 'desktop' ? 'inherit' : 'pipe', 'inherit'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.once('exit', async (code) => {
    await onExit()
    process.exit(code ?? 1)
  })
  return child
}
