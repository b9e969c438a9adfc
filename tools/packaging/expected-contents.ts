/**
 * What may be in a package. A new dependency, or a dependency's new kind of file, is a line here that somebody
 * has thought about: whatever else is found ends the packaging with its name.
 */
import { matchesGlob } from 'node:path'

const OWN = [
  'package.json',
  'out/main/{desktop,headless,storage-worker,document-worker,backup-worker}.js',
  'out/main/chunks/*.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'out/renderer/assets/*.{js,css,woff2}',
  // Names of emoji in three languages.
  'out/renderer/assets/data-*.json',
  'out/renderer/assets/icon-*.svg',
  'resources/tray/*.{png,ico}',
]

/** Brought by `dependencies` of package.json. */
const PACKAGES = new Set([
  '@borewit/text-codec',
  '@cacheable/memory',
  '@cacheable/node-cache',
  '@cacheable/utils',
  '@discordjs/builders',
  '@discordjs/collection',
  '@discordjs/formatters',
  '@discordjs/rest',
  '@discordjs/util',
  '@discordjs/ws',
  '@hapi/boom',
  '@hapi/hoek',
  '@img/colour',
  '@keyv/bigmap',
  '@keyv/serialize',
  '@ngrok/ngrok',
  '@pinojs/redact',
  '@protobufjs/aspromise',
  '@protobufjs/base64',
  '@protobufjs/codegen',
  '@protobufjs/eventemitter',
  '@protobufjs/fetch',
  '@protobufjs/float',
  '@protobufjs/path',
  '@protobufjs/pool',
  '@protobufjs/utf8',
  '@sapphire/async-queue',
  '@sapphire/shapeshift',
  '@sapphire/snowflake',
  '@tokenizer/inflate',
  '@tokenizer/token',
  '@vladfrangu/async_event_emitter',
  'async-mutex',
  'atomic-sleep',
  'baileys',
  'better-sqlite3',
  'bundle-name',
  'cacheable',
  'content-type',
  'curve25519-js',
  'debug',
  'default-browser',
  'default-browser-id',
  'define-lazy-prop',
  'detect-libc',
  'discord-api-types',
  'discord.js',
  'eventemitter3',
  'fast-deep-equal',
  'fflate',
  'file-type',
  'hashery',
  'hookified',
  'ieee754',
  'is-docker',
  'is-in-ssh',
  'is-inside-container',
  'is-wsl',
  'keyv',
  'libsignal',
  'lodash',
  'lodash.snakecase',
  'long',
  'lru-cache',
  'magic-bytes.js',
  'media-typer',
  'ms',
  'music-metadata',
  'on-exit-leak-free',
  'open',
  'p-queue',
  'p-timeout',
  'pino',
  'pino-abstract-transport',
  'pino-std-serializers',
  'powershell-utils',
  'process-warning',
  'protobufjs',
  'qified',
  'quick-format-unescaped',
  'real-require',
  'run-applescript',
  'safe-stable-stringify',
  'semver',
  'sharp',
  'sonic-boom',
  'split2',
  'strtok3',
  'thread-stream',
  'token-types',
  'ts-mixer',
  'tslib',
  'uint8array-extras',
  'undici',
  'unpdf',
  'whatsapp-rust-bridge',
  'win-guid',
  'ws',
  'wsl-utils',
])

/** Packages that hold nothing but a binary for one system. */
const OF_A_SYSTEM = /^@(?:ngrok\/ngrok|img\/sharp(?:-libvips)?)-(?:win32|darwin|linux)-/

const CODE = /\.(?:js|cjs|mjs|json)$/
const TERMS = /^(?:licen[cs]e|copying|notice|copyrightnotice)(?:[.-][\w.-]+)?$/i
const BINARY = /\.(?:node|dll|dylib)$|\.so(?:\.\d+)*$/

/** Programs. */
const PROGRAMS = ['open/xdg-open']

/** `file` as the archive has it: with slashes, without one in front. */
export function isExpected(file: string): boolean {
  const at = file.lastIndexOf('node_modules/')
  if (at === -1) return OWN.some((pattern) => matchesGlob(file, pattern))
  const inside = file.slice(at + 'node_modules/'.length)
  const name = inside.split('/', inside.startsWith('@') ? 2 : 1).join('/')
  if (PROGRAMS.includes(inside)) return true
  const base = inside.slice(inside.lastIndexOf('/') + 1)
  if (CODE.test(base) || TERMS.test(base)) return PACKAGES.has(name) || OF_A_SYSTEM.test(name)
  return BINARY.test(base) && (name === 'better-sqlite3' || OF_A_SYSTEM.test(name))
}
