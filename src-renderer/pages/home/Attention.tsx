import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArchiveOff,
  IconCalendarX,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconCoins,
  IconDatabaseX,
  IconDevicesPause,
  IconHandStop,
  IconLifebuoy,
  IconLockOpen2,
  IconMessageOff,
  IconPlugConnectedX,
  IconRefreshAlert,
  IconRobotOff,
  IconShieldOff,
  IconUserQuestion,
  IconWorldExclamation,
  IconWorldOff,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Attention as AttentionItem } from '../../../src-shared/contract/system.ts'
import { AnsweringSwitch } from '../../components/answering/AnsweringSwitch.tsx'
import { HeldButtons } from '../../components/held/HeldButtons.tsx'
import { heldText } from '../../components/held/held-text.ts'
import { notifyProblem } from '../../components/notify.ts'
import { Panel } from '../../components/Panel.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { attentionHref } from './attention-href.ts'
import classes from './home.module.css'

const ICONS = {
  disconnected: IconPlugConnectedX,
  delivery_unknown: IconAlertTriangle,
  delivery_failed: IconCircleX,
  scheduled_missed: IconCalendarX,
  waiting: IconUserQuestion,
  held: IconClockPause,
  agent_failing: IconRobotOff,
  budget_reached: IconCoins,
  unsigned_webhooks: IconShieldOff,
  number_stopped: IconHandStop,
  not_answering: IconMessageOff,
  storage: IconDatabaseX,
  tunnel_failed: IconWorldOff,
  tunnel_warned: IconWorldExclamation,
  setback: IconRefreshAlert,
  recovery_phrase: IconLifebuoy,
  key_store: IconLockOpen2,
  accounts_held: IconDevicesPause,
  backup_failed: IconArchiveOff,
} satisfies Record<AttentionItem['kind'], unknown>

/** Red is for what is lost already; amber for what a person can still decide. */
const LOST = new Set<AttentionItem['kind']>(['disconnected', 'delivery_failed', 'storage', 'tunnel_failed'])

/** More than these would push everything else off the screen. */
const SHOWN = 6

export function Attention({ items }: { items: AttentionItem[] }) {
  const { t } = useTranslation('home')
  const accountName = useAccountName()
  const { t: tOfHeld } = useTranslation('conversations')
  const locale = useLocale()
  const [isAll, setAll] = useState(false)
  const shown = isAll ? items : items.slice(0, SHOWN)
  const hidden = items.length - shown.length
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
        {shown.map((item) => {
          const ItemIcon = ICONS[item.kind]
          return (
            <li
              key={`${item.kind}:${item.instanceName}:${item.conversationId}:${item.held?.deliveryId}:${item.since}`}
              className={classes.item}
            >
              <span className={classes.itemIcon} data-lost={LOST.has(item.kind) || undefined}>
                <ItemIcon size={18} stroke={1.75} aria-hidden />
              </span>
              <div className={classes.itemText}>
                <p className={classes.itemMessage}>
                  {hubText(item.message)}
                  {item.held && ` ${heldText(item.held, tOfHeld, locale)}`}
                </p>
                <p className={classes.itemTime}>
                  {item.instanceName !== null && `${accountName(item.instanceName)} · `}
                  <TimeText iso={item.since} />
                </p>
              </div>
              {item.held && (
                <HeldButtons
                  deliveryId={item.held.deliveryId}
                  canHurry
                  onDone={() => void queryClient.invalidateQueries({ queryKey: api.system.home.key() })}
                />
              )}
              {item.kind === 'key_store' && <Dismiss what={api.desktop.dismissKeyStore} />}
              {item.kind === 'setback' ? (
                <Dismiss what={api.system.dismissSetback} />
              ) : item.kind === 'not_answering' ? (
                item.instanceName !== null && <AnsweringSwitch instanceName={item.instanceName} />
              ) : (
                <Button component={Link} href={attentionHref(item)} variant="default" size="compact-md">
                  {t(`solve_${item.kind}`)}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {hidden > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" className={classes.more} onClick={() => setAll(true)}>
          {t('attentionMore', { count: hidden })}
        </Button>
      )}
    </Panel>
  )
}

interface DismissProps {
  what: typeof api.system.dismissSetback | typeof api.desktop.dismissKeyStore
}

/** What is over, or is to stay as it is: it was read. */
function Dismiss({ what }: DismissProps) {
  const { t } = useTranslation('home')
  const dismiss = useMutation(
    what.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.system.home.key() }),
      onError: notifyProblem,
    }),
  )
  return (
    <Button variant="default" size="compact-md" loading={dismiss.isPending} onClick={() => dismiss.mutate(undefined)}>
      {t('dismiss')}
    </Button>
  )
}
