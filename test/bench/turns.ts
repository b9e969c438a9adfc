/** Whole turns per second with an instant agent and a sink channel, over 200 conversations. */
import type { Bench } from './bench.ts'
import { run } from './processes.ts'
import { withFolder } from './with-folder.ts'

export const turns: Bench = {
  name: 'turns',
  run: ({ isQuick }) =>
    withFolder(async (folder) => {
      const host = run(['test/bench/pipeline-host.ts', 'turns', isQuick ? '3000' : '20000'], {
        OMNI_DATA_DIR: folder,
        OMNI_PORT: '0',
        OMNI_LOG_LEVEL: 'error',
      })
      const [line = '{}'] = await host.line(/\{"perSecond".*\}/)
      await host.stop()
      const report = JSON.parse(line) as { perSecond: number; lost: number; twice: number; unordered: number }
      return [
        { bench: 'turns', figure: 'whole turns', value: report.perSecond, unit: '/s', bound: { atLeast: 1000 } },
        { bench: 'turns', figure: 'lost', value: report.lost, unit: '', bound: { atMost: 0 } },
        { bench: 'turns', figure: 'answered twice', value: report.twice, unit: '', bound: { atMost: 0 } },
        { bench: 'turns', figure: 'conversations out of order', value: report.unordered, unit: '', bound: { atMost: 0 } },
      ]
    }),
}
