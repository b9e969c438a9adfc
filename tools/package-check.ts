/**
 * `npm run package:check`: packs the app with the real electron-builder, without the internet and without Electron
 * (a stub takes its place), looks at all that came in, and starts the hub from the packed files under Node.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll } from '@electron/asar'
import { Arch, build, Platform } from 'electron-builder'
import { ensureBuilt } from './build.ts'
import { type ArchivedFile, largestParts } from './packaging/archive.ts'
import { configurationFor, projectFolder } from './packaging/configuration.ts'
import { answerFromPacked } from './packaging/conversation.ts'
import { archiveOf, inspectPackage, type PackedApp } from './packaging/inspect.ts'
import { nativePackagesOf } from './packaging/native-packages.ts'
import { loadPackages } from './packaging/packages-load.ts'
import { makeStubElectron } from './packaging/stub-electron.ts'

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
const sum = (files: ArchivedFile[]): number => files.reduce((bytes, { size }) => bytes + size, 0)

/** Neither Wine nor a signature is to be had here; the icon and the names in the program are left out with them. */
const WITHOUT_EDITING = { signAndEditExecutable: false }

async function pack(platform: 'linux' | 'win32', folder: string): Promise<PackedApp> {
  const electronDist = join(folder, `electron-${platform}`)
  makeStubElectron(electronDist, platform)
  const configuration = configurationFor(platform, {})
  const output = join(folder, platform)
  await build({
    projectDir: projectFolder,
    publish: 'never',
    targets: (platform === 'linux' ? Platform.LINUX : Platform.WINDOWS).createTarget('dir', Arch.x64),
    config: {
      ...configuration,
      electronDist,
      directories: { ...configuration.directories, output },
      win: { ...configuration.win, ...WITHOUT_EDITING },
    },
  })
  return { folder: join(output, platform === 'linux' ? 'linux-unpacked' : 'win-unpacked'), platform, arch: 'x64' }
}

function describe(files: ArchivedFile[]): void {
  const packed = files.filter(({ isUnpacked }) => !isUnpacked)
  const beside = files.filter(({ isUnpacked }) => isUnpacked)
  console.log(`app.asar: ${packed.length} files, ${megabytes(sum(packed))}; beside it ${beside.length} files, ${megabytes(sum(beside))}`)
  for (const { part, size } of largestParts(packed, 10)) console.log(`  ${megabytes(size).padStart(8)}  ${part}`)
  for (const { part, size } of largestParts(beside, 10)) console.log(`  ${megabytes(size).padStart(8)}  ${part} (beside it)`)
}

async function check(folder: string): Promise<string[]> {
  const faults: string[] = []
  for (const platform of ['win32', 'linux'] as const) {
    const app = await pack(platform, folder)
    // Those of the other system are not installed here.
    const natives = platform === process.platform ? nativePackagesOf(platform, 'x64').map(({ name }) => name) : []
    const found = await inspectPackage(app, natives)
    faults.push(...found.faults.map((fault) => `${platform}: ${fault}`))
    if (platform !== process.platform) continue
    describe(found.files)
    const extracted = join(folder, 'extracted')
    extractAll(archiveOf(app), extracted)
    loadPackages(extracted)
    console.log(`The packed hub answers: ${await answerFromPacked(extracted)}`)
  }
  return faults
}

process.env['ELECTRON_BUILDER_OFFLINE'] = 'true'
const folder = mkdtempSync(join(tmpdir(), 'omni-package-'))
try {
  ensureBuilt((line) => console.log(line))
  const faults = await check(folder)
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
