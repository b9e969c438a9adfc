import { IconBrandDiscord, IconBrandInstagram, IconBrandSlack, IconBrandWhatsapp, IconFlask2 } from '@tabler/icons-react'
import type { ChannelKind } from '../../src-shared/contract/instances.ts'
import classes from './channel-mark.module.css'

const ICONS = {
  whatsapp: IconBrandWhatsapp,
  discord: IconBrandDiscord,
  slack: IconBrandSlack,
  instagram: IconBrandInstagram,
  simulator: IconFlask2,
} satisfies Record<ChannelKind, unknown>

/** Decoration: the channel's name always stands near it in words. */
export function ChannelMark({ channel, size = 32 }: { channel: ChannelKind; size?: number }) {
  const MarkIcon = ICONS[channel]
  return (
    <span className={classes.mark} data-channel={channel} style={{ width: size, height: size }} aria-hidden>
      <MarkIcon size={Math.round(size * 0.62)} stroke={1.75} />
    </span>
  )
}
