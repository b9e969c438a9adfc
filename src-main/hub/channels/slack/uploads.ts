/** Files on their way: Slack gives a message with a file no mark of ours, but it says where a file was shared. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'uploads'

export class Uploads {
  readonly #keys: ChannelKeys
  readonly #log: Logger

  constructor(keys: ChannelKeys, log: Logger) {
    this.#keys = keys
    this.#log = log
  }

  /** Before it is shared. Rejects where that cannot be noted. */
  begin(deliveryId: string, fileId: string): Promise<void> {
    return this.#keys.set([{ category: CATEGORY, id: deliveryId, value: fileId }])
  }

  /** Never rejects. */
  async done(deliveryId: string): Promise<void> {
    await this.#keys.set([{ category: CATEGORY, id: deliveryId, value: null }]).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'a file that was sent stays noted')
    })
  }

  /** Null where the delivery is none of a file, or was never shared. */
  async fileOf(deliveryId: string): Promise<string | null> {
    const { values } = await this.#keys.get(CATEGORY, [deliveryId])
    return values[deliveryId] ?? null
  }
}
