import { ActionIcon, Select, Skeleton } from '@mantine/core'
import { IconUsersGroup, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import type { AnsweredGroup } from '../../../../../src-shared/contract/instances.ts'
import { ErrorState } from '../../../../components/ErrorState.tsx'
import { api } from '../../../../hub/client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './named-groups.module.css'

const WHEN: AnsweredGroup['when'][] = ['mention', 'always']

interface NamedGroupsProps {
  instanceName: string
  value: AnsweredGroup[]
  onChange: (groups: AnsweredGroup[]) => void
}

/** The groups that are answered, picked from those of the account. */
export function NamedGroups({ instanceName, value, onChange }: NamedGroupsProps) {
  const { t } = useTranslation('accounts')
  const { data, isPending, error, refetch } = useQuery(api.groups.list.queryOptions({ input: { instanceName } }))
  const listId = useId()
  const picker = useRef<HTMLInputElement>(null)
  const picked = new Set(value.map(({ chatId }) => chatId))
  const others = data?.groups.filter(({ chatId }) => !picked.has(chatId)) ?? []
  const change = (chatId: string, when: AnsweredGroup['when']) =>
    onChange(value.map((group) => (group.chatId === chatId ? { ...group, when } : group)))
  const nameOf = (group: AnsweredGroup) => data?.groups.find(({ chatId }) => chatId === group.chatId)?.name ?? group.name

  return (
    <div className={classes.named}>
      {value.length === 0 && <p className={classes.empty}>{t('receiving.noGroups')}</p>}
      <ul className={classes.list} aria-label={t('receiving.answeredGroups')} id={listId}>
        {value.map((group) => (
          <li key={group.chatId} className={classes.group}>
            <IconUsersGroup size={18} stroke={1.5} aria-hidden />
            <bdi className={classes.name}>{nameOf(group)}</bdi>
            <Select
              size="xs"
              w={190}
              aria-label={t('receiving.whenIn', { name: nameOf(group) })}
              allowDeselect={false}
              data={WHEN.map((when) => ({ value: when, label: t(`receiving.when_${when}`) }))}
              value={group.when}
              onChange={(when) => change(group.chatId, WHEN.find((candidate) => candidate === when) ?? 'mention')}
            />
            <ActionIcon
              aria-label={t('receiving.removeGroup', { name: nameOf(group) })}
              onClick={() => {
                onChange(value.filter(({ chatId }) => chatId !== group.chatId))
                picker.current?.focus()
              }}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {isPending && <Skeleton height={36} radius={8} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <Select
          ref={picker}
          label={t('receiving.addGroup')}
          description={data.isComplete ? undefined : t('receiving.groupsIncomplete')}
          placeholder={others.length === 0 ? t('receiving.noMoreGroups') : t('receiving.pickGroup')}
          disabled={others.length === 0}
          searchable
          nothingFoundMessage={t('receiving.noSuchGroup')}
          comboboxProps={{ withinPortal: true }}
          limit={100}
          maw={420}
          value={null}
          data={others.map(({ chatId, name, memberCount }) => ({
            value: chatId,
            label: memberCount === null ? name : t('receiving.groupWithMembers', { name, count: memberCount }),
          }))}
          onChange={(chatId) => {
            const group = others.find((candidate) => candidate.chatId === chatId)
            if (group) onChange([...value, { chatId: group.chatId, name: group.name.slice(0, 200), when: 'mention' }])
          }}
        />
      )}
    </div>
  )
}
