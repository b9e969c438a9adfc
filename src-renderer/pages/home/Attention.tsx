import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconDatabaseX,
  IconPlugConnectedX,
  IconRobotOff,
  IconShieldOff,
  IconUserQuestion,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Attention as AttentionItem } from '../../../src-shared/contract/system.ts'
import { Panel } from '../../components/Panel.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { hubText } from '../../i18n/hub-text.ts'
import { attentionHref } from './attention-href.ts'
import classes from './home.module.css'

const ICONS = {
  disconnected: IconPlugConnectedX,
  delivery_unknown: IconAlertTriangle,
  delivery_failed: IconCircleX,
  waiting: IconUserQuestion,
  agent_failing: IconRobotOff,
  unsigned_webhooks: IconShieldOff,
  storage: IconDatabaseX,
} satisfies Record<AttentionItem['kind'], unknown>

/** Red is for what is lost already; amber for what a person can still decide. */
const LOST = new Set<AttentionItem['kind']>(['disconnected', 'delivery_failed', 'storage'])

export function Attention({ items }: { items: AttentionItem[] }) {
  const { t } = useTranslation('home')
  return (
    <Panel title={t('attention')}>
      {items.length === 0 && (
        <div className={classes.well}>
          <IconCircleCheck size={22} stroke={1.75} aria-hidden />
          <div>
            <p className={classes.wellTitle}>{t('allWell')}</p>
            <p className={classes.wellText}>{t('allWellText')}</p>
          </div>
        </div>
      )}
      <ul className={classes.list}>
        {items.map((item) => {
          const ItemIcon = ICONS[item.kind]
          return (
            <li key={`${item.kind}:${item.instanceName}:${item.conversationId}:${item.since}`} className={classes.item}>
              <span className={classes.itemIcon} data-lost={LOST.has(item.kind) || undefined}>
                <ItemIcon size={18} stroke={1.75} aria-hidden />
              </span>
              <div className={classes.itemText}>
                <p className={classes.itemMessage}>{hubText(item.message)}</p>
                <TimeText iso={item.since} className={classes.itemTime} />
              </div>
              <Button component={Link} href={attentionHref(item)} variant="default" size="compact-md">
                {t(`solve_${item.kind}`)}
              </Button>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
