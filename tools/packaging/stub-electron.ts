/**
 * A folder that electron-builder takes for an unpacked Electron where the real one cannot be fetched: no program,
 * but everything of it that packaging reads and changes.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../package-folder.ts'
import type { TargetPlatform } from './configuration.ts'

/** By which the switches are found in Electron's executable: the sentinel, the version of the list, its length, and each one off. */
const FUSES = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('0'.repeat(9))])
const LANGUAGES = ['de', 'en-US', 'es', 'es-419', 'pt-BR', 'zh-CN']

export function makeStubElectron(folder: string, platform: Exclude<TargetPlatform, 'darwin'>): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  for (const language of LANGUAGES) writeFileSync(join(folder, 'locales', `${language}.pak`), '')
  if (platform === 'linux') {
    writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('\x7fELF'), FUSES]), { mode: 0o755 })
    return
  }
  // A real Windows program with a version resource, into which the hash of the archive is written.
  const program = join(folder, 'electron.exe')
  copyFileSync(join(packageFolder('electron-winstaller'), 'vendor', 'Setup.exe'), program)
  writeFileSync(program, Buffer.concat([readFileSync(program), FUSES]))
}
