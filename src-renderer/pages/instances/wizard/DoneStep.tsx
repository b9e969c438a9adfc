import { Button } from '@mantine/core'
import { IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import type { WizardDraft } from './draft.ts'
import { forgetDraft } from './storage.ts'
import classes from './wizard.module.css'

interface DoneStepProps {
  draft: WizardDraft
  type: ChannelType | undefined
  onLink: () => void
}

export function DoneStep({ draft, type, onLink }: DoneStepProps) {
  const { t } = useTranslation('wizard')
  const [, navigate] = useLocation()
  const name = draft.createdName ?? draft.name
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const state = instances?.find((instance) => instance.name === name)?.connection.state
  const needsLink = type?.linking === 'qr' && state !== 'connected'

  function leave(href: string): void {
    forgetDraft()
    navigate(href)
  }

  const open = useMutation(
    api.simulator.open.mutationOptions({ onSuccess: (conversation) => leave(`/conversations/${conversation.id}`), onError: notifyProblem }),
  )
  const isSimulator = draft.channel === 'simulator'
  return (
    <div className={classes.done}>
      <EmptyState
        isPage
        icon={needsLink ? IconPlugConnectedX : IconCircleCheck}
        title={t(needsLink ? 'doneNotConnected' : 'doneTitle', { name })}
        text={t(needsLink ? 'doneNotConnectedText' : 'doneText')}
        action={
          <>
            {needsLink && (
              <Button size="md" onClick={onLink}>
                {t('doneConnect')}
              </Button>
            )}
            {isSimulator && (
              <Button size="md" loading={open.isPending} onClick={() => open.mutate({ instanceName: name })}>
                {t('sendTest')}
              </Button>
            )}
            <Button size="md" variant={needsLink || isSimulator ? 'default' : 'filled'} onClick={() => leave('/conversations')}>
              {t('openConversations')}
            </Button>
          </>
        }
      />
      {!isSimulator && !needsLink && <p className={classes.hint}>{t('testHint')}</p>}
    </div>
  )
}
