import { describe, expect, it } from 'vitest'
import { ARCHITECTURES, type TargetPlatform } from './configuration.ts'
import { nativePackages, nativePackagesOf } from './native-packages.ts'

const lock = JSON.stringify({
  packages: {
    'node_modules/a-win32-x64': { version: '1.0.0', integrity: 'sha512-a', optional: true, os: ['win32'], cpu: ['x64'] },
    'node_modules/a-win32-arm64': { version: '1.0.0', optional: true, os: ['win32'], cpu: ['arm64'] },
    'node_modules/b/node_modules/a-linux-x64': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    'node_modules/a-linux-x64-musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    'node_modules/esbuild-win32-x64': { version: '1.0.0', dev: true, optional: true, os: ['win32'], cpu: ['x64'] },
    'node_modules/plain': { version: '1.0.0' },
  },
})

describe('packages for one system', () => {
  it('are those of the delivered packages that the lock file has for it', () => {
    expect(nativePackages(lock, 'win32', 'x64')).toEqual([{ name: 'a-win32-x64', version: '1.0.0', integrity: 'sha512-a' }])
    expect(nativePackages(lock, 'win32', 'arm64')).toEqual([{ name: 'a-win32-arm64', version: '1.0.0', integrity: null }])
    expect(nativePackages(lock, 'linux', 'x64')).toEqual([{ name: 'a-linux-x64', version: '2.0.0', integrity: null }])
    expect(nativePackages(lock, 'darwin', 'x64')).toEqual([])
  })

  it.each(Object.entries(ARCHITECTURES))('are there for ngrok and sharp on every processor of %s', (platform, architectures) => {
    for (const arch of architectures) {
      const names = nativePackagesOf(platform as TargetPlatform, arch).map(({ name }) => name)
      expect(names.some((name) => name.startsWith(`@ngrok/ngrok-${platform}-${arch}`))).toBe(true)
      expect(names).toContain(`@img/sharp-${platform}-${arch}`)
    }
  })
})
