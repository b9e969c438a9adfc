import { ActionIcon, Select, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { Route, RouteCheck } from '../../../../../src-shared/contract/routing.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { emptyWhen, WHEN_KINDS } from './drafts.ts'
import classes from './routing.module.css'
import { WhenFields } from './WhenFields.tsx'

interface RuleCardProps {
  rule: Route
  /** From 1. */
  number: number
  isLast: boolean
  agents: { value: string; label: string }[]
  /** What the last try made of it. */
  check: RouteCheck | undefined
  onChange: (rule: Route) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One rule: when such a message comes, that agent answers. */
export function RuleCard({ rule, number, isLast, agents, check, onChange, onMove, onRemove }: RuleCardProps) {
  const { t } = useTranslation('agents')
  return (
    <li className={classes.rule} data-result={check?.result} data-off={!rule.isOn || undefined} aria-label={t('routing.rule', { number })}>
      <div className={classes.head}>
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        <Select
          className={classes.kind}
          aria-label={t('routing.when')}
          allowDeselect={false}
          value={rule.when.kind}
          data={WHEN_KINDS.map((kind) => ({ value: kind, label: t(`routing.when_${kind}`) }))}
          onChange={(kind) => onChange({ ...rule, when: emptyWhen(WHEN_KINDS.find((one) => one === kind) ?? 'keywords') })}
        />
        <Switch
          aria-label={t('routing.isOn', { number })}
          checked={rule.isOn}
          onChange={(event) => onChange({ ...rule, isOn: event.currentTarget.checked })}
        />
        <ActionIcon aria-label={t('routing.up', { number })} disabled={number === 1} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t('routing.down', { number })} disabled={isLast} onClick={() => onMove(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t('routing.remove', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        <WhenFields when={rule.when} onChange={(when) => onChange({ ...rule, when })} />
        <Select
          label={t('routing.thenAgent')}
          placeholder={t('routing.choose')}
          allowDeselect={false}
          value={rule.agentProfileId || null}
          data={agents}
          onChange={(agentProfileId) => onChange({ ...rule, agentProfileId: agentProfileId ?? '' })}
        />
      </div>
      {check && (
        <p className={classes.check} data-result={check.result}>
          {hubText(check.detail)}
        </p>
      )}
    </li>
  )
}
