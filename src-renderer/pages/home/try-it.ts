import type { HouseTexts } from '../../../src-shared/contract/instances.ts'
import { hub } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { queryClient } from '../../hub/query-client.ts'

const ATTEMPTS = 5

/** Creates a simulator instance that answers from `house`; gives the id of its conversation. */
export async function createTryIt(baseName: string, house: HouseTexts): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? baseName : `${baseName}-${attempt}`
    try {
      await hub.instances.create({ name, channel: 'simulator', provider: null, agent: { kind: 'house' }, house })
      const conversation = await hub.simulator.open({ instanceName: name })
      void queryClient.invalidateQueries()
      return conversation.id
    } catch (error) {
      if (problemOf(error).code !== 'conflict' || attempt === ATTEMPTS) throw error
    }
  }
}
