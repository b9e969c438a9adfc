/** Looks at a packed app as it will be delivered, and says what of it is not as it must be. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { type ArchivedFile, readArchive } from './archive.ts'
import { systemOf } from './binary-format.ts'
import { PRODUCT_NAME, type TargetArch, type TargetPlatform } from './configuration.ts'
import { isExpected } from './expected-contents.ts'

export interface PackedApp {
  /** The folder with the executable: `dist/win-unpacked`, `dist/mac-arm64`, … */
  folder: string
  platform: TargetPlatform
  arch: TargetArch
}

const MAC_APP = `${PRODUCT_NAME}.app`

function executableOf({ folder, platform }: PackedApp): string {
  if (platform === 'linux') return join(folder, 'omni-desktop')
  return join(folder, platform === 'darwin' ? MAC_APP : `${PRODUCT_NAME}.exe`)
}

export function archiveOf({ folder, platform }: PackedApp): string {
  return join(folder, platform === 'darwin' ? `${MAC_APP}/Contents/Resources` : 'resources', 'app.asar')
}

/** @returns one line for each fault; `natives` are the packages with a binary that must have come in. */
export async function inspectPackage(app: PackedApp, natives: string[]): Promise<{ faults: string[]; files: ArchivedFile[] }> {
  const { files, headerHash } = readArchive(archiveOf(app))
  const faults = [
    ...files.filter(({ path }) => !isExpected(path)).map(({ path }) => `Unexpected file: ${path}`),
    ...faultsOfMaps(app),
    ...faultsOfBinaries(app, files),
    ...natives
      .filter((name) => !files.some(({ path }) => path.startsWith(`node_modules/${name}/`)))
      .map((name) => `Missing package with the target's binary: ${name}`),
    ...(await faultsOfFuses(app)),
    ...faultsOfIntegrity(app, headerHash),
  ]
  if (existsSync(join(archiveOf(app), '..', 'default_app.asar'))) faults.push('Unexpected file: default_app.asar')
  return { faults, files }
}

/** A map inside of a file has no name that could be unexpected. */
function faultsOfMaps(app: PackedApp): string[] {
  const isThere = readFileSync(archiveOf(app)).includes('sourceMappingURL=data:application/json')
  return isThere ? ['A source map is inside of a file of the archive.'] : []
}

function faultsOfBinaries(app: PackedApp, files: ArchivedFile[]): string[] {
  const wanted = `${app.platform}-${app.arch}`
  const binaries = files.filter(({ path }) => /\.(?:node|dll|dylib)$|\.so(?:\.|$)/.test(path))
  const faults = binaries.flatMap(({ path, isUnpacked }) => {
    if (!isUnpacked) return [`A binary inside of the archive, where the system cannot load it: ${path}`]
    const system = systemOf(readFileSync(join(`${archiveOf(app)}.unpacked`, path)))
    return system === wanted ? [] : [`A binary for ${system} in a package for ${wanted}: ${path}`]
  })
  for (const { path, isUnpacked } of files)
    if (isUnpacked && !binaries.some((binary) => binary.path === path)) faults.push(`Outside of the archive for no reason: ${path}`)
  if (!binaries.some(({ path }) => path.includes('/better-sqlite3/'))) faults.push('SQLite is missing.')
  return faults
}

/** As the executable has them: one character each. */
const STATES = { on: '1', off: '0' }

async function faultsOfFuses(app: PackedApp): Promise<string[]> {
  const wanted: [FuseV1Options, keyof typeof STATES][] = [
    [FuseV1Options.RunAsNode, 'off'],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, 'off'],
    [FuseV1Options.EnableNodeCliInspectArguments, 'off'],
    [FuseV1Options.EnableCookieEncryption, 'on'],
    [FuseV1Options.OnlyLoadAppFromAsar, 'on'],
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, app.platform === 'linux' ? 'off' : 'on'],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, 'off'],
  ]
  const wire = await getCurrentFuseWire(executableOf(app))
  return wanted
    .filter(([option, state]) => wire[option] !== STATES[state].charCodeAt(0))
    .map(([option, state]) => `The fuse ${FuseV1Options[option]} is not ${state}.`)
}

/** Where Electron looks for the hash that the archive must have. */
function faultsOfIntegrity(app: PackedApp, headerHash: string): string[] {
  if (app.platform === 'linux') return []
  const place = app.platform === 'win32' ? executableOf(app) : join(executableOf(app), 'Contents', 'Info.plist')
  return readFileSync(place).includes(headerHash) ? [] : ['The hash of the archive is not in the program.']
}
