import {
  type Icon,
  IconBrandDiscord,
  IconBrandInstagram,
  IconBrandSlack,
  IconBrandWhatsapp,
  IconFlask2,
  IconPlug,
} from '@tabler/icons-react'
import type { ChannelKind } from '../../src-shared/contract/instances.ts'
import classes from './channel-mark.module.css'
import { useChannelTypes } from './use-channel-types.ts'

/** The pictures that a channel can choose from; any other becomes the neutral one. */
const ICONS: Record<string, Icon> = {
  whatsapp: IconBrandWhatsapp,
  discord: IconBrandDiscord,
  slack: IconBrandSlack,
  instagram: IconBrandInstagram,
  simulator: IconFlask2,
}

interface ChannelMarkProps {
  channel: ChannelKind
  size?: number
}

/** Decoration: the channel's name always stands near it in words. */
export function ChannelMark({ channel, size = 32 }: ChannelMarkProps) {
  const icon = useChannelTypes()?.find((type) => type.channel === channel)?.icon ?? channel
  const MarkIcon = ICONS[icon] ?? IconPlug
  return (
    <span className={classes.mark} data-channel={icon} style={{ width: size, height: size }} aria-hidden>
      <MarkIcon size={Math.round(size * 0.62)} stroke={1.75} />
    </span>
  )
}
