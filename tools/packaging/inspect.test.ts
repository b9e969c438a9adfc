import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createPackageWithOptions } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packageFolder } from '../package-folder.ts'
import { inspectPackage, type PackedApp } from './inspect.ts'
import { makeStubElectron } from './stub-electron.ts'

const PREBUILDS = join(packageFolder('better-sqlite3'), 'prebuilds')
const SQLITE = 'node_modules/better-sqlite3/prebuilds/linux-x64.node'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-inspect-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** An app of these files besides the usual ones, packed and hardened as electron-builder does it. */
async function packed(
  extra: Record<string, string> = {},
  { sqlite = 'linux-x64.node', isNodeOff = true, unpack = '*.node' } = {},
): Promise<PackedApp> {
  const sources = join(folder, 'sources')
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(sources, path)), { recursive: true })
    writeFileSync(join(sources, path), text)
  }
  write('package.json', '{}')
  write('out/main/desktop.js', 'run()')
  write('node_modules/ms/index.js', '')
  write(SQLITE, '')
  copyFileSync(join(PREBUILDS, sqlite), join(sources, SQLITE))
  for (const [path, text] of Object.entries(extra)) write(path, text)
  const app = join(folder, 'app')
  makeStubElectron(app, 'linux')
  copyFileSync(join(app, 'electron'), join(app, 'omni-desktop'))
  await createPackageWithOptions(sources, join(app, 'resources', 'app.asar'), { unpack, dot: true })
  await flipFuses(join(app, 'omni-desktop'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: !isNodeOff,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
  })
  return { folder: app, platform: 'linux', arch: 'x64' }
}
const faultsOf = async (app: PackedApp, natives: string[] = []) => (await inspectPackage(app, natives)).faults

describe('what is looked at in a packed app', () => {
  it('finds nothing wrong with one that has what it needs', async () => {
    expect(await faultsOf(await packed())).toEqual([])
  })

  it.each([
    'src-main/desktop.ts',
    'out/main/desktop.js.map',
    'out/main/headless.test.js',
    'node_modules/ms/readme.md',
    'node_modules/ms/index.d.ts',
    'node_modules/left-pad/index.js',
    '.env',
    'docs/architecture.md',
  ])('names the file %s, which nobody expects', async (file) => {
    expect(await faultsOf(await packed({ [file]: '' }))).toEqual([`Unexpected file: ${file}`])
  })

  it('finds a source map inside of a file', async () => {
    const app = await packed({ 'out/preload/preload.cjs': '//# sourceMappingURL=data:application/json;base64,e30=' })
    expect(await faultsOf(app)).toEqual(['A source map is inside of a file of the archive.'])
  })

  it('reads from the binary itself for which system it was made', async () => {
    const faults = await faultsOf(await packed({}, { sqlite: 'win32-arm64.node' }))
    expect(faults).toEqual([`A binary for win32-arm64 in a package for linux-x64: ${SQLITE}`])
    rmSync(join(folder, 'app'), { recursive: true })
    expect(await faultsOf(await packed({}, { sqlite: 'darwin-arm64.node' }))).toEqual([
      `A binary for darwin-arm64 in a package for linux-x64: ${SQLITE}`,
    ])
  })

  it('misses a package that brings the binary of the target', async () => {
    expect(await faultsOf(await packed(), ['@ngrok/ngrok-linux-x64-gnu'])).toEqual([
      "Missing package with the target's binary: @ngrok/ngrok-linux-x64-gnu",
    ])
  })

  it('wants binaries beside the archive, and nothing else there', async () => {
    expect(await faultsOf(await packed({}, { unpack: '{desktop.js,ms.js}' }))).toEqual([
      `A binary inside of the archive, where the system cannot load it: ${SQLITE}`,
      'Outside of the archive for no reason: out/main/desktop.js',
    ])
  })

  it('reads the fuses back', async () => {
    expect(await faultsOf(await packed({}, { isNodeOff: false }))).toEqual(['The fuse RunAsNode is not off.'])
  })

  it('wants the hash of the archive in the program where Electron looks for one', async () => {
    const app: PackedApp = { ...(await packed()), platform: 'win32' }
    copyFileSync(join(app.folder, 'omni-desktop'), join(app.folder, 'Omni Desktop.exe'))
    const faults = await faultsOf(app)
    expect(faults).toContain('The hash of the archive is not in the program.')
    expect(faults).toContain('The fuse EnableEmbeddedAsarIntegrityValidation is not on.')
  })

  it('finds the app that Electron brings and starts where it finds no other', async () => {
    const app = await packed()
    writeFileSync(join(app.folder, 'resources', 'default_app.asar'), readFileSync(join(app.folder, 'omni-desktop')))
    expect(await faultsOf(app)).toEqual(['Unexpected file: default_app.asar'])
  })
})
