import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licencesPlugin } from './tools/licences.ts'

/** Large, and not for everybody: other languages, the emoji picker and its names, the texts of licences, what draws QR codes. */
const ON_DEMAND = /i18n[\\/](?:es|pt-BR)[\\/]|emoji-picker-element|EmojiPicker|virtual:licences|node_modules[\\/](?:qrcode|dijkstrajs)[\\/]/

/** Faster ciphers that ssh2 takes where they were compiled, and does without where they are missing: here they always are. */
const NATIVE_OF_SSH2 = ['cpu-features', /sshcrypto\.node$/]

/**
 * One build for both hosts. What is under `dependencies` stays outside the bundles and is installed beside
 * them: native code, Baileys, what looks for its own files or is large and seldom needed. All else is bundled,
 * for a thousand small files took a quarter of the time of a start. Sources are mapped, so that a stack in a
 * log can be traced to the real file.
 */
export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        external: NATIVE_OF_SSH2,
        input: {
          desktop: 'src-main/desktop.ts',
          headless: 'src-main/headless.ts',
          'storage-worker': 'src-main/hub/storage/sqlite/connection/worker.ts',
          'document-worker': 'src-main/hub/inbox/media-text/documents/worker.ts',
          'backup-worker': 'src-main/hub/maintenance/backups/worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload may load nothing but `electron`, and must be CommonJS.
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { preload: 'src-preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), licencesPlugin()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      sourcemap: true,
      minify: true,
      rolldownOptions: {
        input: 'src-renderer/index.html',
        output: {
          // One file with all pages: split by itself it would be a hundred, most of them one icon, and a panel
          // that opened fetched seventy of them. (One file has its styles in the order of their imports, too.)
          codeSplitting: { groups: [{ name: 'panel', test: (id) => !ON_DEMAND.test(id) }] },
        },
      },
    },
  },
})
