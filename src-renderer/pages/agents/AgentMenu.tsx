import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { AgentProfile } from '../../../src-shared/contract/agents.ts'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import { useGoOn } from '../../app/navigation/use-go-on.ts'
import { useCreateAgent } from '../../components/agent/queries.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { TypedConfirm } from '../../components/TypedConfirm.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agents.module.css'

interface AgentMenuProps {
  profile: AgentProfile
  onDeleted?: () => void
}

export function AgentMenu({ profile, onDeleted }: AgentMenuProps) {
  const { t } = useTranslation('agents')
  const [, navigate] = useLocation()
  const goOn = useGoOn()
  const [isDeleting, setDeleting] = useState(false)
  const { id, name, kind, timeoutMs, flags, usedBy } = profile
  const accountName = useAccountName()
  const isHouse = id === HOUSE_PROFILE_ID
  const copy = useCreateAgent((made) => {
    notifyDone(t('duplicated', { name: made.name }))
    goOn(`/agents/${made.id}`)
  })
  const remove = useMutation(
    api.agents.remove.mutationOptions({
      onSuccess: () => {
        setDeleting(false)
        notifyDone(t('deleted', { name }))
        onDeleted?.()
        void queryClient.invalidateQueries({ queryKey: api.agents.list.key() })
      },
      onError: notifyProblem,
    }),
  )
  return (
    <div className={classes.menu}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('menuFor', { name: hubText(name) })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => navigate(`/agents/${id}`)}>
            {t('open')}
          </Menu.Item>
          {!isHouse && (
            <>
              <Menu.Item
                leftSection={<IconCopy size={16} />}
                onClick={() =>
                  copy.mutate(
                    { name: t('copyName', { name }).slice(0, 100), kind, copyOf: id, timeoutMs, flags },
                    { onError: notifyProblem },
                  )
                }
              >
                {t('duplicate')}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                color="var(--bad-text)"
                leftSection={<IconTrash size={16} />}
                disabled={usedBy.length > 0}
                title={usedBy.length > 0 ? t('deleteUsed', { names: usedBy.map(accountName).join(', ') }) : undefined}
                onClick={() => setDeleting(true)}
              >
                {t('delete')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <TypedConfirm
        isOpen={isDeleting}
        title={t('deleteTitle', { name })}
        text={t('deleteText')}
        word={name}
        action={t('deleteAction', { name })}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
        onClose={() => setDeleting(false)}
      />
    </div>
  )
}
