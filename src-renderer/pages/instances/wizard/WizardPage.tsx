import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { sampleHouseTexts } from '../../../components/agent/house-sample.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { useDocumentTitle } from '../../../components/use-document-title.ts'
import { api } from '../../../hub/client.ts'
import { AgentStep } from './AgentStep.tsx'
import { ChannelStep } from './ChannelStep.tsx'
import { ConnectStep } from './ConnectStep.tsx'
import { DoneStep } from './DoneStep.tsx'
import { chooseChannel, nextStep, previousStep, stepsOf } from './draft.ts'
import { LinkStep } from './LinkStep.tsx'
import { NameStep } from './NameStep.tsx'
import { forgetDraft, useStoredDraft } from './storage.ts'
import { WizardFrame } from './WizardFrame.tsx'

export default function WizardPage() {
  const { t } = useTranslation('wizard')
  useDocumentTitle(t('title'))
  const [, navigate] = useLocation()
  const types = useQuery(api.instances.types.queryOptions())
  const instances = useQuery(api.instances.list.queryOptions())
  const { draft, change, startOver } = useStoredDraft(sampleHouseTexts())
  // In memory only: what is secret is not written to this browser's storage.
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const type = types.data?.find((candidate) => candidate.channel === draft.channel && candidate.provider === draft.provider)
  const takenNames = instances.data?.map((instance) => instance.name) ?? []
  const next = () => change(nextStep(draft, type))

  function back(): void {
    const previous = previousStep(draft, type)
    if (previous) change(previous)
    else navigate('/instances')
  }

  function screen() {
    if (types.isError && !types.data) return <ErrorState error={types.error} onRetry={() => void types.refetch()} />
    if (!types.data || !instances.data) return <Skeleton height={240} radius={12} />
    switch (draft.step) {
      case 'channel':
        return (
          <ChannelStep
            types={types.data}
            draft={draft}
            onChoose={(chosen) => change(nextStep(chooseChannel(draft, chosen, takenNames), chosen))}
          />
        )
      case 'name':
        return <NameStep draft={draft} type={type} takenNames={takenNames} onChange={change} onNext={next} />
      case 'connect':
        return draft.isLinking ? (
          <LinkStep draft={draft} onNext={next} />
        ) : (
          <ConnectStep draft={draft} type={type} secrets={secrets} onSecrets={setSecrets} onChange={change} />
        )
      case 'agent':
        return <AgentStep draft={draft} onChange={change} onNext={next} />
      default:
        return <DoneStep draft={draft} type={type} onLink={() => change({ ...draft, step: 'connect', isLinking: true })} />
    }
  }

  return (
    <WizardFrame
      steps={stepsOf(type)}
      step={draft.step}
      onBack={back}
      onStartOver={() => {
        setSecrets({})
        startOver()
      }}
      onClose={() => {
        // A finished one is not asked for again; an unfinished one waits to be continued.
        if (draft.step === 'done') forgetDraft()
        navigate('/instances')
      }}
    >
      {screen()}
    </WizardFrame>
  )
}
