import { type Icon, IconBrandOpenai, IconBuildingStore, IconHexagons, IconPaw, IconRobot, IconWand, IconWebhook } from '@tabler/icons-react'
import classes from './agent.module.css'

/** A picture for the kinds that have one; every other is a robot. */
const GLYPHS: Record<string, Icon> = {
  house: IconBuildingStore,
  openai: IconBrandOpenai,
  hive: IconHexagons,
  leo: IconPaw,
  automagik: IconWand,
  webhook: IconWebhook,
}

export function AgentGlyph({ kind }: { kind: string }) {
  const Glyph = GLYPHS[kind] ?? IconRobot
  return (
    <span className={classes.glyph} aria-hidden>
      <Glyph size={20} stroke={1.6} />
    </span>
  )
}
