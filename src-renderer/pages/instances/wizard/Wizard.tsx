import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useGoOn } from '../../../app/navigation/use-go-on.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { AccountStep } from './AccountStep.tsx'
import { AgentStep } from './AgentStep.tsx'
import { ChannelStep } from './ChannelStep.tsx'
import { chooseChannel, creatingScreen, nextScreen, previousScreen } from './draft.ts'
import { LinkStep } from './LinkStep.tsx'
import { NameStep } from './NameStep.tsx'
import { TryStep } from './TryStep.tsx'
import { useSetupDraft } from './use-setup-draft.ts'
import { WizardFrame } from './WizardFrame.tsx'

/** From nothing to a conversation that works: the first run, and every account after it. */
export function Wizard({ isFirstRun }: { isFirstRun: boolean }) {
  const [, navigate] = useLocation()
  const goOn = useGoOn()
  const types = useQuery(api.instances.types.queryOptions())
  const instances = useQuery(api.instances.list.queryOptions())
  const { draft: saved, isReady, error, retry, change, forget } = useSetupDraft()
  // In memory only: what is secret is not kept anywhere but with its instance.
  const [secrets, setSecrets] = useState<FieldValues['secrets']>({})
  const failed = [types, instances].find((query) => query.isError && !query.data)

  const instance = instances.data?.find(({ name }) => name === saved.createdName)
  // Deleted meanwhile, here or elsewhere: it is asked for again.
  const draft = instances.data && saved.createdName !== null && !instance ? { ...saved, createdName: null } : saved
  const type = types.data?.find((candidate) => candidate.channel === draft.channel && candidate.provider === draft.provider)
  const takenNames = instances.data?.map(({ name }) => name) ?? []
  const displayNames = instances.data?.map(({ displayName }) => displayName) ?? []
  const screens = { draft, onChange: change, onNext: (next: typeof draft) => change(nextScreen(next, type)) }

  async function endFirstRun(): Promise<void> {
    if (!isFirstRun) return
    await hub.setup.endFirstRun().catch(notifyProblem)
    await queryClient.invalidateQueries({ queryKey: api.system.home.key() })
  }
  async function leave(href: string): Promise<void> {
    await forget()
    await endFirstRun()
    goOn(href)
  }
  /** What was entered stays: it can be continued. */
  async function close(): Promise<void> {
    if (draft.screen === 'try') return leave(isFirstRun ? '/' : '/instances')
    await endFirstRun()
    goOn(isFirstRun ? '/' : '/instances')
  }

  function body() {
    if (error || failed)
      return (
        <ErrorState
          error={error ?? failed?.error}
          onRetry={() => {
            retry()
            void failed?.refetch()
          }}
        />
      )
    if (!isReady || !types.data || !instances.data) return <Skeleton height={320} radius={12} />
    switch (draft.screen) {
      case 'name':
        return <NameStep {...screens} takenNames={takenNames} isCreating={creatingScreen(type) === 'name'} />
      case 'account':
        return <AccountStep {...screens} type={type} secrets={secrets} onSecrets={setSecrets} />
      case 'link':
        if (instance)
          return <LinkStep {...screens} instance={instance} type={type} onBack={() => change({ ...draft, screen: 'account' })} />
        break
      case 'agent':
        return <AgentStep {...screens} type={type} />
      case 'try':
        if (instance)
          return (
            <TryStep
              isOnPhone={type?.linking === 'qr'}
              instance={instance}
              home={isFirstRun ? '/' : '/instances'}
              onLink={() => change({ ...draft, screen: 'link' })}
              onLeave={(href) => void leave(href)}
            />
          )
    }
    return (
      <ChannelStep
        types={types.data}
        draft={draft}
        isFirstRun={isFirstRun}
        onChoose={(chosen) => {
          const taken = { names: takenNames, displayNames }
          change(nextScreen(chooseChannel({ ...draft, screen: 'channel' }, chosen, hubText(chosen.name), taken), chosen))
        }}
      />
    )
  }

  const previous = previousScreen(draft, type)
  return (
    <WizardFrame
      screen={draft.screen}
      isFirstRun={isFirstRun}
      onBack={previous ? () => change(previous) : isFirstRun ? null : () => navigate('/instances')}
      onStartOver={() => {
        setSecrets({})
        void forget()
      }}
      onClose={() => void close()}
    >
      {body()}
    </WizardFrame>
  )
}
