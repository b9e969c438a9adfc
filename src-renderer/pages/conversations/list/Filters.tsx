import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconFilter2, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { useAccountName } from '../../../components/use-account-name.ts'
import { useChannelName } from '../../../components/use-channel-types.ts'
import { wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { LabelDot } from '../label/LabelChip.tsx'
import { useLabels } from '../label/queries.ts'
import classes from './filters.module.css'
import { type ListFilters, type ListState, STATES } from './filters.ts'

/** Always in sight; the others are in the menu. */
const QUICK: readonly ListState[] = ['unread', 'waiting', 'failed']

interface FiltersProps {
  filters: ListFilters
  onChange: (filters: Partial<ListFilters>) => void
}

const useCounts = (instanceName: string | null) =>
  useQuery(api.conversations.counts.queryOptions({ input: instanceName === null ? {} : { instanceName } }))

function toggled(states: ListState[], state: ListState): ListState[] {
  return states.includes(state) ? states.filter((other) => other !== state) : [...states, state]
}

function Removable({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  const { t } = useTranslation('conversations')
  return (
    <button type="button" className={classes.removable} aria-label={t('list.removeFilter', { name: label })} onClick={onRemove}>
      {children}
      <span className={classes.removableName}>{label}</span>
      <IconX size={13} aria-hidden />
    </button>
  )
}

/** A choice of the menu, with how many conversations it leaves. */
function Choice({ count, mark, children }: { count: number | undefined; mark?: ReactNode; children: string }) {
  const locale = useLocale()
  return (
    <span className={classes.choice}>
      <span className={classes.choiceName}>{children}</span>
      {mark}
      {count !== undefined && <span className={`num ${classes.choiceCount}`}>{wholeNumber(count, locale)}</span>}
    </span>
  )
}

export function FilterMenu({ filters, onChange }: FiltersProps) {
  const channelName = useChannelName()
  const { t } = useTranslation(['conversations', 'accounts'])
  const labels = useLabels()
  const { data: instances = [] } = useQuery(api.instances.list.queryOptions())
  const channels = [...new Set(instances.map((instance) => instance.channel))]
  const { data: counts } = useCounts(filters.instanceName)
  return (
    <Menu position="bottom-end" width={232} closeOnItemClick={false} classNames={{ dropdown: classes.menu }}>
      <Menu.Target>
        <Tooltip label={t('list.filter')}>
          <ActionIcon aria-label={t('list.filter')}>
            <IconFilter2 size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('list.byState')}</Menu.Label>
        {STATES.map((state) => (
          <Menu.CheckboxItem
            key={state}
            checked={filters.states.includes(state)}
            onChange={() => onChange({ states: toggled(filters.states, state) })}
          >
            <Choice count={counts?.[state]}>{t(`inbox.filter_${state}`)}</Choice>
          </Menu.CheckboxItem>
        ))}
        {channels.length > 1 && (
          <>
            <Menu.Label>{t('list.byChannel')}</Menu.Label>
            {channels.map((channel) => (
              <Menu.CheckboxItem
                key={channel}
                checked={filters.channel === channel}
                onChange={() => onChange({ channel: filters.channel === channel ? null : channel })}
              >
                <Choice count={counts && (counts.channels[channel] ?? 0)} mark={<ChannelMark channel={channel} size={18} />}>
                  {channelName(channel)}
                </Choice>
              </Menu.CheckboxItem>
            ))}
          </>
        )}
        {instances.length > 1 && (
          <>
            <Menu.Label>{t('list.byInstance')}</Menu.Label>
            {instances.map(({ name, displayName }) => (
              <Menu.CheckboxItem
                key={name}
                checked={filters.instanceName === name}
                onChange={() => onChange({ instanceName: filters.instanceName === name ? null : name })}
              >
                <Choice count={counts && (counts.instances[name] ?? 0)}>{displayName}</Choice>
              </Menu.CheckboxItem>
            ))}
          </>
        )}
        {labels.length > 0 && (
          <>
            <Menu.Label>{t('list.byLabel')}</Menu.Label>
            {labels.map((label) => (
              <Menu.CheckboxItem
                key={label.id}
                checked={filters.labelId === label.id}
                onChange={() => onChange({ labelId: filters.labelId === label.id ? null : label.id })}
              >
                <Choice count={counts && (counts.labels[label.id] ?? 0)} mark={<LabelDot colour={label.colour} />}>
                  {label.name}
                </Choice>
              </Menu.CheckboxItem>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The filters at hand with how many there are, and everything else that narrows the list, to be taken away. */
export function Filters({ filters, onChange }: FiltersProps) {
  const accountName = useAccountName()
  const channelName = useChannelName()
  const { t } = useTranslation(['conversations', 'accounts'])
  const { states, channel, labelId, instanceName } = filters
  const label = useLabels().find(({ id }) => id === labelId)
  const { data: counts } = useCounts(instanceName)
  const others = states.filter((state) => !QUICK.includes(state))
  return (
    <div className={classes.filters}>
      <fieldset className={classes.row} aria-label={t('inbox.filters')}>
        {QUICK.map((state) => {
          const count = counts?.[state] ?? 0
          return (
            <button
              key={state}
              type="button"
              className={classes.chip}
              aria-pressed={states.includes(state)}
              onClick={() => onChange({ states: toggled(states, state) })}
            >
              {t(`inbox.filter_${state}`)}
              {count > 0 && <span className={`num ${classes.count}`}>{count > 999 ? '999+' : count}</span>}
            </button>
          )
        })}
      </fieldset>
      {(others.length > 0 || channel !== null || label || instanceName !== null) && (
        <div className={classes.row}>
          {others.map((state) => (
            <Removable key={state} label={t(`inbox.filter_${state}`)} onRemove={() => onChange({ states: toggled(states, state) })}>
              {null}
            </Removable>
          ))}
          {channel !== null && (
            <Removable label={channelName(channel)} onRemove={() => onChange({ channel: null })}>
              <ChannelMark channel={channel} size={14} />
            </Removable>
          )}
          {instanceName !== null && (
            <Removable label={accountName(instanceName)} onRemove={() => onChange({ instanceName: null })}>
              {null}
            </Removable>
          )}
          {label && (
            <Removable label={label.name} onRemove={() => onChange({ labelId: null })}>
              <LabelDot colour={label.colour} />
            </Removable>
          )}
        </div>
      )}
    </div>
  )
}
