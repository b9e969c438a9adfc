/**
 * `npm run package`: makes the installers for the system that it runs on, into `dist/`, and looks at what is in
 * them. Needs the internet (Electron, and what makes the installers). Where the app will look for updates:
 * `packaging/update-source.ts`. Signed if electron-builder finds a certificate in the environment.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { ensureBuilt } from './build.ts'
import { ARCHITECTURES, configurationFor, projectFolder, type TargetArch, type TargetPlatform } from './packaging/configuration.ts'
import { inspectPackage } from './packaging/inspect.ts'
import { fetchNativePackage, isInstalled, nativePackagesOf } from './packaging/native-packages.ts'

const PLATFORMS = { win32: Platform.WINDOWS, darwin: Platform.MAC, linux: Platform.LINUX }
const NAMES = { win32: 'win', darwin: 'mac', linux: 'linux' }

/** As electron-builder names it. */
function unpackedFolder(platform: TargetPlatform, arch: TargetArch): string {
  const name = arch === 'x64' ? NAMES[platform] : `${NAMES[platform]}-${arch}`
  return join(projectFolder, 'dist', platform === 'darwin' ? name : `${name}-unpacked`)
}

function targetPlatform(): TargetPlatform {
  const { platform } = process
  if (platform !== 'win32' && platform !== 'darwin' && platform !== 'linux') throw new Error(`There are no installers for ${platform}.`)
  return platform
}

async function makeInstallers(): Promise<void> {
  const platform = targetPlatform()
  ensureBuilt((line) => console.log(line))
  const architectures = ARCHITECTURES[platform]
  for (const wanted of architectures.flatMap((arch) => nativePackagesOf(platform, arch)))
    if (!isInstalled(wanted)) {
      console.log(`Fetching ${wanted.name}@${wanted.version}…`)
      fetchNativePackage(wanted)
    }
  const made = await build({
    projectDir: projectFolder,
    publish: 'never',
    targets: PLATFORMS[platform].createTarget(null, ...architectures.map((arch) => Arch[arch])),
    config: configurationFor(platform, process.env),
  })
  const faults: string[] = []
  for (const arch of architectures) {
    const folder = unpackedFolder(platform, arch)
    if (!existsSync(folder)) throw new Error(`${folder} was not made.`)
    const natives = nativePackagesOf(platform, arch).map(({ name }) => name)
    const found = await inspectPackage({ folder, platform, arch }, natives)
    faults.push(...found.faults.map((fault) => `${platform}-${arch}: ${fault}`))
  }
  if (faults.length > 0) throw new Error(faults.join('\n'))
  for (const file of made) console.log(file)
}

try {
  await makeInstallers()
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
