import { Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { useId } from 'react'
import { Link, useLocation } from 'wouter'
import classes from './rail.module.css'

interface RailLinkProps {
  href: string
  icon: Icon
  label: string
  isCollapsed: boolean
  badge?: number
  /** The badge in words. */
  badgeText?: string
}

export function RailLink({ href, icon: LinkIcon, label, isCollapsed, badge = 0, badgeText }: RailLinkProps) {
  const [location] = useLocation()
  const badgeId = useId()
  const isHere = href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`)
  return (
    <Tooltip label={label} position="right" disabled={!isCollapsed}>
      <Link
        href={href}
        className={classes.link}
        // The name stays the same whatever the badge says; the badge is its description.
        aria-label={label}
        aria-current={isHere ? 'page' : undefined}
        aria-describedby={badge > 0 ? badgeId : undefined}
      >
        <LinkIcon size={18} stroke={1.75} aria-hidden />
        {!isCollapsed && <span className={classes.linkLabel}>{label}</span>}
        {badge > 0 && (
          <span className={classes.badge} title={badgeText}>
            <span aria-hidden className="num">
              {badge > 99 ? '99+' : badge}
            </span>
            <span id={badgeId} className="visually-hidden">
              {badgeText}
            </span>
          </span>
        )}
      </Link>
    </Tooltip>
  )
}
