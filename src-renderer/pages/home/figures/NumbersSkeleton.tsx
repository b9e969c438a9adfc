import { Skeleton } from '@mantine/core'
import classes from './figures.module.css'

const CELLS = ['received', 'answered', 'median', 'slowest', 'failed']

/** In the shape of the numbers that are being counted, so that nothing jumps when they come. */
export function NumbersSkeleton() {
  return (
    <div className={classes.numbers} aria-hidden>
      {CELLS.map((cell) => (
        <div key={cell} className={classes.number}>
          <Skeleton height={12} width="50%" mb={12} />
          <Skeleton height={24} width="40%" mb={12} />
          <Skeleton height={12} width="70%" />
        </div>
      ))}
    </div>
  )
}
