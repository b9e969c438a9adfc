/** How electron-builder makes the installers. `APP_ID` is what Windows and macOS know the app by: it never changes. */
import { fileURLToPath } from 'node:url'
import type { Configuration } from 'electron-builder'
import { filesFor, UNPACKED } from './contents.ts'
import { updateSource } from './update-source.ts'

export type TargetPlatform = 'win32' | 'darwin' | 'linux'
export type TargetArch = 'x64' | 'arm64'

export const APP_ID = 'com.omni.desktop'
export const PRODUCT_NAME = 'Omni Desktop'

/** Which processors are built for. Linux on ARM has no installer: there the headless hub is what people run. */
export const ARCHITECTURES: Record<TargetPlatform, TargetArch[]> = { win32: ['x64', 'arm64'], darwin: ['x64', 'arm64'], linux: ['x64'] }

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

/** A Debian package must name a page and somebody to write to. */
const NOWHERE = 'omni-desktop.invalid'

function homepage({ OMNI_UPDATE_REPOSITORY, GITHUB_REPOSITORY }: NodeJS.ProcessEnv): string {
  const repository = OMNI_UPDATE_REPOSITORY ?? GITHUB_REPOSITORY
  return repository === undefined ? `https://${NOWHERE}/` : `https://github.com/${repository}`
}

export function configurationFor(platform: TargetPlatform, env: NodeJS.ProcessEnv): Configuration {
  const arch = ARCHITECTURES[platform]
  return {
    appId: APP_ID,
    productName: PRODUCT_NAME,
    // Read by electron-builder alone: its usual folder would be `resources`, which would then be left out.
    directories: { output: 'dist', buildResources: 'tools/packaging' },
    extraMetadata: { author: PRODUCT_NAME, homepage: homepage(env) },
    files: filesFor(platform),
    asar: { smartUnpack: false },
    // A copy: electron-builder rewrites the lists that it is given.
    asarUnpack: [...UNPACKED],
    // Native code comes built for every system, by Node-API, which Electron speaks too.
    npmRebuild: false,
    electronLanguages: ['en', 'es', 'pt-BR'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills them in.
    artifactName: 'omni-desktop-${version}-${os}-${arch}.${ext}',
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      onlyLoadAppFromAsar: true,
      // Linux has no place for the archive's hash, and Electron does not look for one there.
      enableEmbeddedAsarIntegrityValidation: platform !== 'linux',
      // The panel has a scheme of its own; no page comes from `file:`.
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: PRODUCT_NAME, schemes: ['omni'] }],
    publish: updateSource(env),
    // One installer for each processor, and one list of both for the updates. Per user: no administrator is asked.
    win: { icon: 'resources/icon.ico', target: [{ target: 'nsis', arch }] },
    nsis: { oneClick: true, perMachine: false, buildUniversalInstaller: false, deleteAppDataOnUninstall: false },
    mac: {
      icon: 'resources/icons/512x512.png',
      category: 'public.app-category.business',
      // The zip is what updates are made of.
      target: [
        { target: 'dmg', arch },
        { target: 'zip', arch },
      ],
    },
    linux: {
      icon: 'resources/icons',
      category: 'Office',
      executableName: 'omni-desktop',
      maintainer: `${PRODUCT_NAME} <noreply@${NOWHERE}>`,
      target: [
        { target: 'AppImage', arch },
        { target: 'deb', arch },
      ],
    },
  }
}
