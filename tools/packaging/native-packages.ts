/**
 * Packages that hold a binary for one system. npm installs those of this machine only; an installer for the other
 * processor needs the others beside them, with the hash that the lock file has for them.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder, type TargetArch, type TargetPlatform } from './configuration.ts'

interface LockedPackage {
  version?: string
  integrity?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

export interface NativePackage {
  /** As it is imported: `@ngrok/ngrok-win32-x64-msvc`. */
  name: string
  version: string
  /** Null where the lock file has none: `tools/complete-lock.ts` says when. */
  integrity: string | null
}

/** What of the lock file's delivered packages is for this system alone. On Linux: for glibc. */
export function nativePackages(lock: string, platform: TargetPlatform, arch: TargetArch): NativePackage[] {
  const { packages } = JSON.parse(lock) as { packages: Record<string, LockedPackage> }
  return Object.entries(packages)
    .filter(([, { dev, optional, os, cpu, libc }]) => {
      const isDelivered = optional === true && dev !== true
      return isDelivered && os?.includes(platform) === true && cpu?.includes(arch) === true && (libc?.includes('glibc') ?? true)
    })
    .map(([place, { version = '', integrity = null }]) => ({ name: place.replace(/^.*node_modules\//, ''), version, integrity }))
}

export function nativePackagesOf(platform: TargetPlatform, arch: TargetArch): NativePackage[] {
  return nativePackages(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'), platform, arch)
}

const folderOf = ({ name }: NativePackage): string => join(projectFolder, 'node_modules', name)

export function isInstalled(wanted: NativePackage): boolean {
  const manifest = join(folderOf(wanted), 'package.json')
  if (!existsSync(manifest)) return false
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version === wanted.version
}

/** Lays it beside the others; npm itself would take away this machine's own. Throws if it cannot be fetched, or is not what the lock file names. */
export function fetchNativePackage(wanted: NativePackage): void {
  const folder = mkdtempSync(join(tmpdir(), 'omni-native-'))
  try {
    const named = `${wanted.name}@${wanted.version}`
    const isWindows = process.platform === 'win32'
    // npm is a batch file on Windows, which only a shell starts; nothing in these words means anything to one.
    const words = ['pack', named, '--json', '--pack-destination', '.']
    const packed = spawnSync('npm', words, { cwd: folder, encoding: 'utf8', shell: isWindows })
    if (packed.status !== 0) throw new Error(`${named} could not be fetched.\n${packed.stderr}`)
    const [got] = Object.values(JSON.parse(packed.stdout) as Record<string, { filename: string; integrity: string }>)
    if (got === undefined || (wanted.integrity !== null && got.integrity !== wanted.integrity))
      throw new Error(`${named} is not what package-lock.json names.`)
    const target = folderOf(wanted)
    rmSync(target, { recursive: true, force: true })
    mkdirSync(target, { recursive: true })
    const unpacked = spawnSync('tar', ['-xf', got.filename, '--strip-components=1', '-C', target], { cwd: folder, encoding: 'utf8' })
    if (unpacked.status !== 0) throw new Error(`${named} could not be unpacked.\n${unpacked.stderr}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
