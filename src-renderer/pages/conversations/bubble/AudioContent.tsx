import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Media } from '../../../../src-shared/contract/conversations.ts'
import { playTime } from '../../../format/number.ts'
import { mediaUrl } from '../../../hub/media-url.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './audio.module.css'
import { FileCard } from './FileCard.tsx'
import { missingNote } from './missing-note.ts'
import { BARS, readPeaks } from './peaks.ts'

const RATES = [1, 1.5, 2] as const
const EVEN = Array.from({ length: BARS }, () => 0.35)

/** A recording with its waveform, to be listened to at three speeds, and what was written with it. */
export function AudioContent({ media, caption }: { media: Media; caption: string }) {
  const { t } = useTranslation('conversations')
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [isBroken, setBroken] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(media.durationSeconds ?? 0)
  const [rate, setRate] = useState<(typeof RATES)[number]>(1)
  const url = media.id === null ? '' : mediaUrl(media.id)
  const { data: peaks } = useQuery({
    queryKey: ['waveform', media.id],
    queryFn: ({ signal }) => readPeaks(url, signal),
    enabled: url !== '' && !isBroken,
  })
  if (media.id === null || isBroken) {
    const note = media.isFetching === true ? t('thread.fetching') : missingNote(media, t('notStored'))
    return <FileCard kind="audio" media={media} note={note} />
  }
  const share = length === 0 ? 0 : at / length
  const name = t(media.isVoiceNote ? 'voiceNote' : 'audio')

  function toggle(): void {
    if (isPlaying) audio.current?.pause()
    else void audio.current?.play().catch(() => setBroken(true))
  }
  return (
    <figure className={classes.player} aria-label={name}>
      {/* biome-ignore lint/a11y/useMediaCaption: a voice note comes without captions; its transcript stands below. */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          // Recorders of browsers write no length into the file.
          if (Number.isFinite(event.currentTarget.duration)) setLength(event.currentTarget.duration)
        }}
        onError={() => setBroken(true)}
      />
      <ActionIcon
        variant="filled"
        color="emerald"
        radius="xl"
        size={34}
        aria-label={t(isPlaying ? 'thread.pause' : 'thread.play')}
        onClick={toggle}
      >
        {isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <div className={classes.wave}>
        <div className={classes.bars} aria-hidden>
          {(peaks ?? EVEN).map((peak, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
              key={index}
              className={classes.bar}
              data-heard={(index + 0.5) / BARS <= share || undefined}
              style={{ height: `${Math.max(10, peak * 100)}%` }}
            />
          ))}
        </div>
        <input
          type="range"
          className={classes.seek}
          aria-label={t('thread.position')}
          aria-valuetext={`${playTime(at)} / ${playTime(length)}`}
          min={0}
          max={length || 1}
          step={0.1}
          value={Math.min(at, length || 1)}
          onChange={(event) => {
            const seconds = Number(event.currentTarget.value)
            if (audio.current) audio.current.currentTime = seconds
            setAt(seconds)
          }}
        />
      </div>
      <span className={`num ${classes.time}`}>{playTime(isPlaying || at > 0 ? at : length)}</span>
      <button
        type="button"
        className={`num ${classes.rate}`}
        aria-label={t('thread.speed', { rate })}
        onClick={() => {
          const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1
          setRate(next)
          if (audio.current) audio.current.playbackRate = next
        }}
      >
        {rate}×
      </button>
      {caption !== '' && (
        <figcaption className={classes.caption} dir="auto">
          {caption}
        </figcaption>
      )}
    </figure>
  )
}
