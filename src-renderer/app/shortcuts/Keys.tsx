import { Fragment } from 'react'
import classes from './keys.module.css'
import { keyCaps } from './keys.ts'

const isMac = /mac/i.test(navigator.userAgent)

/** A shortcut as key caps. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keyCaps(keys, isMac).map((caps, index) => (
        <Fragment key={caps.join('+')}>
          {index > 0 && <span className={classes.then}>›</span>}
          {caps.map((cap) => (
            <kbd key={cap} className={classes.cap}>
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
