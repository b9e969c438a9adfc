import { create } from 'zustand'
import type { StartDryRun } from '../../../../src-shared/contract/playground.ts'
import { hub } from '../../../hub/client.ts'
import { type Answer, answerAfter, asking } from './answer.ts'

/**
 * Dry runs by a key of the caller's. They live outside of the components, so that a look at another
 * page neither ends a run nor forgets its answer.
 */
export function createRuns() {
  const useAnswers = create<Record<string, Answer>>(() => ({}))
  const controllers = new Map<string, AbortController>()
  const put = (key: string, change: (answer: Answer) => Answer) =>
    useAnswers.setState((answers) => ({ ...answers, [key]: change(answers[key] ?? asking) }))

  /** Asks; never rejects. A run of the same key that is under way is stopped. */
  async function run(key: string, input: StartDryRun): Promise<Answer> {
    controllers.get(key)?.abort()
    const own = new AbortController()
    controllers.set(key, own)
    useAnswers.setState({ [key]: asking })
    const isMine = () => controllers.get(key) === own
    try {
      for await (const event of await hub.playground.run(input, { signal: own.signal })) {
        if (!isMine()) break
        put(key, (answer) => answerAfter(answer, event))
      }
      // An iteration that ended without its result was cut off by the hub.
      if (isMine() && useAnswers.getState()[key]?.state === 'running') put(key, () => ({ state: 'refused', problem: null }))
    } catch (problem) {
      if (isMine()) put(key, () => ({ state: 'refused', problem }))
    } finally {
      if (isMine()) controllers.delete(key)
    }
    return useAnswers.getState()[key] ?? { state: 'refused', problem: null }
  }

  function stop(key: string): void {
    const controller = controllers.get(key)
    if (controller === undefined) return
    controllers.delete(key)
    put(key, (answer) => (answer.state === 'running' ? { state: 'stopped', agentName: answer.agentName, text: answer.text } : answer))
    controller.abort()
  }

  function stopAll(): void {
    for (const key of [...controllers.keys()]) stop(key)
  }

  function clear(): void {
    stopAll()
    useAnswers.setState({}, true)
  }

  return {
    run,
    stop,
    stopAll,
    clear,
    of: (key: string): Answer | undefined => useAnswers.getState()[key],
    useAnswer: (key: string): Answer | undefined => useAnswers((answers) => answers[key]),
    useAnswers,
  }
}
