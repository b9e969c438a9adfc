import type { ChannelKind } from '../../src-shared/contract/instances.ts'
import classes from './avatar.module.css'
import { ChannelMark } from './ChannelMark.tsx'

interface AvatarProps {
  name: string
  url: string | null
  size?: number
  channel?: ChannelKind
}

function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, '').split(/\s+/)
  const letters = words.filter(Boolean).map((word) => [...word][0] ?? '')
  return (letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : (letters[0] ?? '?')).toUpperCase()
}

/** Pictures of other hosts are not fetched: that would tell the platform when a shop reads. */
function isOwn(url: string): boolean {
  return /^(data:image\/|blob:|omni-media:|\/media\/)/.test(url)
}

/** Decoration: the name always stands beside it. */
export function Avatar({ name, url, size = 36, channel }: AvatarProps) {
  const tint = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 5
  return (
    <span className={classes.avatar} style={{ width: size, height: size, fontSize: size * 0.34 }} data-tint={tint} aria-hidden>
      {url && isOwn(url) ? <img src={url} alt="" className={classes.image} /> : initials(name)}
      {channel && (
        <span className={classes.channel}>
          <ChannelMark channel={channel} size={15} />
        </span>
      )}
    </span>
  )
}
