/**
 * What of the project and its packages goes into an installer, as patterns for electron-builder. Of packages it
 * only takes patterns that leave something out, so what came in is compared with `expected-contents.ts`: there a
 * dependency is noticed that brings something new.
 */

const BUILT = ['out/main/**/*.js', 'out/preload/*.cjs', 'out/renderer/**/*', '!out/**/*.map', 'resources/tray/*']

/** Needed to build a package or to read about it, and never to run it. */
const NOT_TO_RUN = [
  '**/*.{map,ts,mts,cts,tsbuildinfo}',
  '**/*.{md,markdown,html,css,png,svg,jsdoc,yml,yaml}',
  '**/*.{c,cc,cpp,h,hpp,gyp,gypi,sh,proto}',
  '**/{test,tests,__tests__,doc,docs,example,examples,bench,benchmark,benchmarks,coverage}/**',
  '**/{.*,CNAME,favicon.ico}',
]

/** Of single packages: their declarations, sources of native code, other systems' binaries, and forms that nobody loads. */
function unneededOf(platform: string): string[] {
  // Filled in by electron-builder, which packs two processors in one run. (Its `platform` is that of this machine.)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how electron-builder has them.
  const target = `${platform}-${'${arch}'}`
  return [
    '{@types,undici-types,node-addon-api}/**',
    'better-sqlite3/{deps,src}/**',
    `better-sqlite3/prebuilds/!(${target}).node`,
    `@ngrok/ngrok-!(${target}|${target}-msvc|${target}-gnu)/**`,
    `@img/sharp-!(${target}|libvips-${target})/**`,
    // discord.js speaks version 10.
    'discord-api-types/**/{v6,v8,v9}/**',
    'discord-api-types/**/{v6,v8,v9}.*',
    'fflate/umd/**',
    // All of it in one file, four times; discord.js takes two functions from files of their own.
    'lodash/{fp/**,lodash.js,lodash.min.js,core.js,core.min.js}',
    'protobufjs/{dist,google}/**',
    'semver/range.bnf',
    'sharp/{install,src}/**',
  ]
}

/** `platform` as Node names it. */
export function filesFor(platform: string): string[] {
  return [...BUILT, ...[...NOT_TO_RUN, ...unneededOf(platform)].map((pattern) => `!node_modules/${pattern}`)]
}

/** What the system loads by itself, which looks in no archive. All else stays in it, where its integrity is checked. */
export const UNPACKED = ['**/*.{node,dll,dylib,so}', '**/*.so.*']
