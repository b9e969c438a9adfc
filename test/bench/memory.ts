/** Resident memory: of the built headless hub at rest, and what whole turns leave behind. */
import type { Bench } from './bench.ts'
import { residentMb, run, startHubProcess } from './processes.ts'
import { withFolder } from './with-folder.ts'

/** Time for start-up garbage to go and for idle threads to end. */
const SETTLE_MS = 5000

export const memory: Bench = {
  name: 'memory',
  run: async ({ isQuick }) => {
    const idle = await withFolder(async (folder) => {
      const hub = await startHubProcess(folder)
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      const resident = residentMb(hub.pid)
      await hub.stop()
      return resident
    })
    const { beforeMb, afterMb } = await withFolder(async (folder) => {
      const host = run(['--expose-gc', 'test/bench/pipeline-host.ts', 'memory', isQuick ? '10000' : '50000'], {
        OMNI_DATA_DIR: folder,
        OMNI_PORT: '0',
        OMNI_LOG_LEVEL: 'error',
      })
      const [line = '{}'] = await host.line(/\{"beforeMb".*\}/)
      await host.stop()
      return JSON.parse(line) as { beforeMb: number; afterMb: number }
    })
    return [
      { bench: 'memory', figure: 'headless at rest', value: idle, unit: 'MB', bound: { atMost: 150 } },
      {
        bench: 'memory',
        figure: `growth over ${isQuick ? '10,000' : '50,000'} turns`,
        value: afterMb - beforeMb,
        unit: 'MB',
        bound: { atMost: 50 },
      },
      { bench: 'memory', figure: 'after the turns', value: afterMb, unit: 'MB', bound: null },
    ]
  },
}
