/** For which system a binary was made, read from its first bytes and not from its name. */
import type { TargetArch, TargetPlatform } from './configuration.ts'

/** The numbers by which each format names a processor. */
const ELF = new Map<number, TargetArch>([
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
])
const PE = new Map<number, TargetArch>([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
])
const MACH_O = new Map<number, TargetArch>([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
])

/** `linux-x64`, `win32-arm64`, …; `unknown` for everything else. */
export function systemOf(bytes: Buffer): string {
  const named = (platform: TargetPlatform, arch: TargetArch | undefined): string => (arch === undefined ? 'unknown' : `${platform}-${arch}`)
  if (bytes.length < 64) return 'unknown'
  if (bytes.readUInt32BE(0) === 0x7f454c46) return named('linux', ELF.get(bytes.readUInt16LE(18)))
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return named('darwin', MACH_O.get(bytes.readUInt32LE(4)))
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return 'unknown'
  const header = bytes.readUInt32LE(0x3c)
  if (header + 6 > bytes.length || bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return 'unknown'
  return named('win32', PE.get(bytes.readUInt16LE(header + 4)))
}
