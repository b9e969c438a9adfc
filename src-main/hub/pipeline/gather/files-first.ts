/** Before an answer: it waits, within limits, for the files that it is about and for their words. */
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { MediaFetcher } from '../../inbox/media/fetcher.ts'
import type { MediaTextService } from '../../inbox/media-text/service.ts'
import type { Storage } from '../../storage/port.ts'
import type { MessageRecord } from '../../storage/records.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import { beginStep } from '../lanes/steps.ts'

interface Options {
  storage: Pick<Storage, 'getMessage' | 'turnMessages'>
  media: Pick<MediaFetcher, 'whenSettled'>
  mediaText: Pick<MediaTextService, 'whenRead'>
}

/** Brings the messages of `items` up to date; the step is the leader's. */
export type FilesFirst = (instance: RunningInstance, leader: TurnItem, items: TurnItem[]) => Promise<void>

export function createFilesFirst({ storage, media, mediaText }: Options): FilesFirst {
  return async ({ record }, leader, items) => {
    const { voice, documents } = record.behaviour.mediaText
    const isSetUp = voice.agentProfileId !== null || documents.isOn
    // Of the others nothing can have changed since they came.
    const withFile = items.filter(({ message: { media } }) => media !== null && (isSetUp || media.isFetching === true))
    // One that is taken up again brings messages along that are not items of their own.
    const others =
      isSetUp && items.includes(leader) && (leader.isRecovered || leader.isAsked === true) ? await storage.turnMessages(leader.turnId) : []
    if (withFile.length === 0 && others.every((message) => message.media === null)) return

    const done = beginStep(leader, 'media_text')
    const awaited = withFile.filter(({ message }) => message.media?.isFetching === true)
    await Promise.all(awaited.map(({ message }) => media.whenSettled(message.id)))
    const ids = [...withFile.map(({ message }) => message.id), ...others.map(({ id }) => id)]
    const came = isSetUp ? await mediaText.whenRead([...new Set(ids)], voice.waitMs) : 'done'
    await Promise.all(
      withFile.map(async (item) => {
        item.message = (await storage.getMessage(item.message.id)) ?? item.message
      }),
    )
    const mediaTexts = [...withFile.map(({ message }) => message), ...others].flatMap(mediaTextOf)
    const problem = mediaTexts.find(({ state }) => state === 'failed')?.problem ?? null
    if (came === 'late') done('failed', `Not put into words within ${voice.waitMs / 1000} s: the agent is told what kind of file came.`)
    else if (problem !== null) done('failed', `Not put into words: ${problem}`)
    else if (mediaTexts.length > 0) done('ok', 'What the files say was put into words.')
  }
}

const mediaTextOf = ({ media }: MessageRecord) => (media?.mediaText === undefined ? [] : [media.mediaText])
