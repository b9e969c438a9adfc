import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ProductProcess, startProduct } from '../../support/product-process.ts'

let folder: string
let running: ProductProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-headless-'))
})
afterEach(async () => {
  for (const each of running) {
    each.kill('SIGKILL')
    await each.exited
  }
  running = []
  rmSync(folder, { recursive: true, force: true })
})

function omni(args: string[] = ['--port', '0'], env: Record<string, string | undefined> = {}, cwd = folder): ProductProcess {
  const started = startProduct('out/main/headless.js', args, { OMNI_DATA_DIR: join(folder, 'data'), ...env }, cwd)
  running.push(started)
  return started
}
async function addressOf(product: ProductProcess): Promise<string> {
  return (await product.printed(/running at (http:\S+)/))[1] ?? ''
}

describe('the headless host', () => {
  it('prints its address and a link that opens the panel once', async () => {
    const product = omni()
    const link = (await product.printed(/link.*: (http:\S+)/))[1] ?? ''
    expect(link.startsWith(await addressOf(product))).toBe(true)
    const first = await fetch(link)
    expect(first.status).toBe(200)
    expect(first.headers.get('set-cookie')).toContain('HttpOnly')
    expect((await fetch(link)).status).toBe(401)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly at %s: exit code 0 and no port left open', async (signal) => {
    const product = omni()
    const address = await addressOf(product)
    expect((await fetch(`${address}/health`)).status).toBe(200)
    product.kill(signal)
    expect(await product.exited).toEqual({ code: 0, signal: null })
    await expect(fetch(`${address}/health`)).rejects.toThrow()
  })

  it('gives a second start on its folder a fresh link, and goes on', async () => {
    const first = omni()
    const address = await addressOf(first)
    const second = omni()
    expect(await second.exited).toEqual({ code: 0, signal: null })
    expect(second.output()).toContain(`Omni runs already at ${address}`)
    const link = /link.*: (http:\S+)/.exec(second.output())?.[1] ?? ''
    expect((await fetch(link)).headers.get('set-cookie')).toContain(`omni_session_${new URL(address).port}=`)
    expect((await fetch(`${address}/health`)).status).toBe(200)
    const file = join(folder, 'data', 'running.json')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    first.kill('SIGTERM')
    await first.exited
    expect(existsSync(file)).toBe(false)
  })

  it('goes on in one of two that are started at once on a folder, and the other says so', async () => {
    const both = [omni(), omni()]
    const first = await Promise.race(both.map(({ exited }, index) => exited.then(() => index)))
    const address = await addressOf(both[1 - first] as ProductProcess)
    expect((await fetch(`${address}/health`)).status).toBe(200)
    const left = both[first] as ProductProcess
    // The first may not be up yet, and gives no link then.
    expect((await left.exited).signal).toBeNull()
    expect(left.output()).toMatch(/Omni runs already at|Another Omni already works with/)
  })

  it('gives no link to who cannot read its folder', async () => {
    const address = await addressOf(omni())
    for (const secret of [undefined, '', 'guess', 'x'.repeat(43)]) {
      const headers = secret === undefined ? {} : { 'x-omni-owner': secret }
      expect((await fetch(`${address}/login/link`, { method: 'POST', headers })).status).toBe(401)
    }
  })

  it('starts again after it was killed, whatever it left behind', async () => {
    const killed = omni()
    await addressOf(killed)
    killed.kill('SIGKILL')
    await killed.exited
    expect(existsSync(join(folder, 'data', 'running.json'))).toBe(true)
    expect((await fetch(`${await addressOf(omni())}/health`)).status).toBe(200)
  })

  it('stops cleanly even if it is told to while it starts', async () => {
    const product = omni(['--port', '0'], { OMNI_LOG_LEVEL: 'info' })
    await product.printed(/the hub is up|running at/)
    product.kill('SIGTERM')
    expect((await product.exited).code).toBe(0)
  })

  it('goes on, and stops cleanly, when nobody reads any more what it prints', async () => {
    const product = omni()
    const address = await addressOf(product)
    product.stopListening()
    expect((await fetch(`${address}/health`)).status).toBe(200)
    product.kill('SIGTERM')
    expect(await product.exited).toEqual({ code: 0, signal: null })
  })

  it('says in one line that the port is taken, and ends with 1', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const product = omni(['--port', String(port)])
    expect((await product.exited).code).toBe(1)
    expect(product.output()).toMatch(new RegExp(`^Omni could not start\\. Port ${port} is taken`, 'm'))
    expect(product.output()).not.toMatch(/^\s+at /m)
    other.close()
  })

  it.each([['--port', 'eighty'], ['--port', '70000'], ['--colour'], ['unexpected']])(
    'refuses arguments that it does not know: %s %s',
    async (...args) => {
      const product = omni(args.filter((arg) => arg !== undefined))
      expect((await product.exited).code).toBe(1)
      expect(product.output()).toContain('error:')
      expect(existsSync(join(folder, 'data'))).toBe(false)
    },
  )

  it('explains itself without starting', async () => {
    const help = omni(['--help'])
    expect((await help.exited).code).toBe(0)
    expect(help.output()).toContain('Usage: omni')
    const version = omni(['--version'])
    expect((await version.exited).code).toBe(0)
    expect(version.output()).toMatch(/^\d+\.\d+\.\d+/)
  })

  it('names a setting of the environment that is wrong', async () => {
    const product = omni([], { OMNI_LOG_LEVEL: 'loud' })
    expect((await product.exited).code).toBe(1)
    expect(product.output()).toMatch(/^Omni could not start\. The setting "OMNI_LOG_LEVEL" is not valid/)
  })

  it('reads a .env file of the folder that it is started in, after the environment', async () => {
    writeFileSync(join(folder, '.env'), 'OMNI_PORT=1\nOMNI_LOG_LEVEL=loud\n')
    const product = omni([], { OMNI_PORT: '0' })
    expect((await product.exited).code).toBe(1)
    expect(product.output()).toContain('"OMNI_LOG_LEVEL"')
  })

  it.skipIf(process.platform === 'win32')('refuses a key file that others can read', async () => {
    const first = omni()
    await addressOf(first)
    first.kill('SIGTERM')
    await first.exited
    const keyFile = join(folder, 'data', 'master.key')
    chmodSync(keyFile, 0o644)
    const second = omni()
    expect((await second.exited).code).toBe(1)
    expect(second.output()).toContain(`chmod 600 '${keyFile}'`)
  })

  it('does not open what another key locked, and changes nothing', async () => {
    const first = omni(['--port', '0'], { OMNI_MASTER_KEY: 'the first passphrase' })
    await addressOf(first)
    first.kill('SIGTERM')
    await first.exited
    const second = omni(['--port', '0'], { OMNI_MASTER_KEY: 'another passphrase' })
    expect((await second.exited).code).toBe(77)
    expect(second.output()).toContain('locked with another key')
    const third = omni(['--port', '0'], { OMNI_MASTER_KEY: 'the first passphrase' })
    await addressOf(third)
  })

  it('names a data base file that is none, and leaves it alone', async () => {
    const database = join(folder, 'mine.db')
    writeFileSync(database, 'somebody’s file')
    const product = omni(['--port', '0'], { AUTOMAGIK_OMNI_SQLITE_DATABASE_PATH: database })
    expect((await product.exited).code).toBe(1)
    expect(product.output()).toContain(database)
    expect(readFileSync(database, 'utf8')).toBe('somebody’s file')
  })
})
