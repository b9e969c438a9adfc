import type { InstanceActivity } from '../../../../src-shared/contract/instances.ts'
import classes from './card.module.css'

const HEIGHT = 36
const STEP = 10
const BAR = 7
const LEAST = 2

/** Messages of the last 24 hours, hour by hour. Decoration: the sum stands beside it in words. */
export function Sparkline({ hours }: { hours: InstanceActivity['hours'] }) {
  const most = Math.max(1, ...hours.map((hour) => hour.received))
  const tall = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / most) * HEIGHT))
  return (
    <svg
      viewBox={`0 0 ${hours.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes.sparkline}
      aria-hidden="true"
      focusable="false"
    >
      {hours.map((hour, index) => {
        const height = tall(hour.received)
        const lost = tall(hour.failed)
        const x = index * STEP + (STEP - BAR) / 2
        return (
          <g key={hour.from}>
            <rect x={x} y={HEIGHT - 1} width={BAR} height={1} className={classes.base} />
            <rect x={x} y={HEIGHT - height} width={BAR} height={height} className={classes.bar} />
            <rect x={x} y={HEIGHT - lost} width={BAR} height={lost} className={classes.lost} />
          </g>
        )
      })}
    </svg>
  )
}
