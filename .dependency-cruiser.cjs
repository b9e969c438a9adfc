/** The layer rules of docs/architecture.md, checked by `npm run check`. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** The tiers of the hub, from the top: a tier imports only those below it. Printed by `npm run layers`. */
const TIERS = require('./tools/tiers.json')

const tierRules = TIERS.map(({ name: tier, holds }, index) => {
  const above = TIERS.slice(0, index).map(({ name }) => `${name}/`)
  return rule(
    `tier-${tier}`,
    `${holds} Imports only tiers below it.`,
    { path: `^src-main/hub/${tier}/` },
    { path: `^src-main/hub/(${[...above, '[^/]+$'].join('|')})` },
  )
})

/** What the stages of the pipeline let each other see. `lanes` is what all of them work on. */
const PUBLIC_OF_STAGES = [
  'lanes/',
  'admit/(admit|admission)\\.ts$',
  'deliver/(delivery-planner|delivery-runner|send-parts|drafts-port)\\.ts$',
  'think/(think-context|think-result)\\.ts$',
]
const stageRules = [
  rule(
    'a-stage-behind-its-public-files',
    'A stage of the pipeline reaches another only through what that one makes public.',
    { path: '^src-main/hub/pipeline/([^/]+)/', pathNot: '\\.test\\.ts$' },
    {
      path: '^src-main/hub/pipeline/[^/]+/',
      pathNot: ['^src-main/hub/pipeline/$1/', `^src-main/hub/pipeline/(${PUBLIC_OF_STAGES.join('|')})`],
    },
  ),
  rule(
    'stages-do-not-know-who-runs-them',
    'Only those above the pipeline import its composition.',
    { path: '^src-main/hub/pipeline/[^/]+/' },
    { path: '^src-main/hub/pipeline/[^/]+$' },
  ),
  rule(
    'lanes-know-no-stage',
    'What all stages work on knows none of them.',
    { path: '^src-main/hub/pipeline/lanes/' },
    { path: '^src-main/hub/pipeline/(receive|admit|gather|think|deliver)/' },
  ),
]

module.exports = {
  forbidden: [
    ...tierRules,
    ...stageRules,
    rule('no-circular', 'Two files that need each other are one idea or three.', { path: '^src-' }, { circular: true }),
    rule(
      'shared-is-alone',
      'The contract imports nothing of the project.',
      { path: '^src-shared' },
      { path: '^(src-main|src-renderer|src-preload|test|tools)' },
    ),
    rule(
      'renderer-sees-the-contract-only',
      'Panel and preload know the contract, not the hub.',
      { path: '^src-(renderer|preload)' },
      { path: '^(src-main|test|tools)' },
    ),
    rule(
      'panel-and-preload-are-apart',
      'The page and the preload share nothing but messages.',
      { path: '^src-renderer' },
      { path: '^src-preload' },
    ),
    rule(
      'hub-runs-without-electron',
      'The hub is the product without a window.',
      { path: '^src-main/hub' },
      { path: '(^|/)electron(/|$)|^src-main/(desktop|headless)|^src-renderer|^src-preload' },
    ),
    rule(
      'electron-in-desktop-only',
      'Only the desktop host may touch Electron.',
      { path: '^src-', pathNot: '^src-main/desktop(/|\\.ts$)|^src-preload' },
      { path: '(^|/)node_modules/electron(/|$)' },
    ),
    rule(
      'a-channel-knows-its-port',
      'A channel never reaches another channel, an agent or the storage.',
      { path: '^src-main/hub/channels/([^/]+)/' },
      {
        path: '^src-main/hub/',
        pathNot: [
          '^src-main/hub/channels/port\\.ts$',
          '^src-main/hub/channels/markdown-lines\\.ts$',
          '^src-main/hub/channels/$1/',
          '^src-main/hub/channels/whatsapp/',
          '^src-main/hub/channels/(account|catch-up|marks)/',
          '^src-main/hub/(observe|runtime)/',
        ],
      },
    ),
    rule(
      'whatsapp-is-shared-by-its-providers',
      'What both ways to WhatsApp have in common is of no concern to other channels, and knows neither way.',
      { path: '^src-main/hub/channels/', pathNot: '^src-main/hub/channels/(evolution|whatsapp-web|whatsapp)/' },
      { path: '^src-main/hub/channels/whatsapp/' },
    ),
    rule(
      'an-agent-knows-its-port',
      'An agent never reaches a channel or the storage.',
      { path: '^src-main/hub/agents/' },
      { path: '^src-main/hub/', pathNot: ['^src-main/hub/agents/', '^src-main/hub/(observe|runtime)/'] },
    ),
    rule(
      'one-place-for-the-database',
      'Only the SQLite adapter knows its library.',
      { path: '^src-', pathNot: '^src-main/hub/storage/sqlite/' },
      { path: 'node_modules/(better-sqlite3|drizzle-orm)/' },
    ),
    rule(
      'storage-behind-its-port',
      'The adapter is chosen in the composition root alone.',
      { path: '^src-main', pathNot: '^src-main/(hub/storage/sqlite/|hub/hub\\.ts$)' },
      { path: '^src-main/hub/storage/sqlite/' },
    ),
    rule(
      'product-does-not-need-tests',
      'Nothing shipped imports test code.',
      { path: '^src-', pathNot: '\\.test\\.tsx?$' },
      { path: '^(test|tools)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|png|woff2?)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
