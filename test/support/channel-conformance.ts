/**
 * What every channel must do, whatever platform is behind it. A file of test/integration/conformance/ hands its driver
 * and an adapter of its platform's fake to {@link describeChannel}: one hub and one account for the file, other people
 * for each test. What a channel need not do is read from its driver's declarations, and what it does instead is tested.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { describeAnswers } from './channel-conformance-answers.ts'
import { type Bench, openBench, type StartPlatform } from './channel-conformance-bench.ts'
import { describeLine } from './channel-conformance-line.ts'
import { declared, type Said } from './channel-conformance-platform.ts'
import { describeReceiving } from './channel-conformance-receiving.ts'
import { describeSending } from './channel-conformance-sending.ts'
import { describeStaff } from './channel-conformance-staff.ts'

/** A theme of the suite: `is` decides which tests there are, `bench` is there while they run. */
export type Theme = (is: ReturnType<typeof declared>, bench: () => Bench) => void

const THEMES: Theme[] = [describeReceiving, describeAnswers, describeSending, describeStaff, describeLine]

export function describeChannel<Chat, Message extends Said>(driver: ChannelDriver, start: StartPlatform<Chat, Message>): void {
  describe(`${driver.type.label}: the channel conformance suite`, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await openBench(driver, start)
    })
    afterAll(() => bench.stop())
    for (const theme of THEMES) theme(declared(driver), () => bench)
  })
}
