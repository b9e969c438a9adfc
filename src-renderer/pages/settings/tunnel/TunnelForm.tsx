import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { TunnelSetup, TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import { fieldErrors } from '../../../components/fields/field-errors.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { TunnelSwitch } from '../../../components/tunnel/TunnelSwitch.tsx'
import { useTurnTunnel } from '../../../components/tunnel/use-tunnel.ts'
import { useDraft } from '../../../components/use-draft.ts'
import { api } from '../../../hub/client.ts'
import { refusedField } from '../../../hub/problem.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Standing } from './Standing.tsx'
import { ToPaste } from './ToPaste.tsx'
import { Traffic } from './Traffic.tsx'
import { draftOf, formOf, movedIn, saveInput } from './tunnel-draft.ts'
import { WayForm } from './WayForm.tsx'

interface TunnelFormProps {
  setup: TunnelSetup
  status: TunnelStatus
}

/** One form for the way and its fields. Switching on saves it first: nobody has to find the right order. */
export function TunnelForm({ setup, status }: TunnelFormProps) {
  const { t } = useTranslation(['tunnel', 'common'])
  const draft = useDraft(draftOf(setup))
  const [isChecked, setChecked] = useState(false)
  const form = useRef<HTMLDivElement>(null)
  const { providerId } = draft.value
  const way = setup.providers.find(({ id }) => id === providerId)
  const save = useMutation(
    api.tunnel.save.mutationOptions({
      onSuccess(saved) {
        queryClient.setQueryData(api.tunnel.setup.queryKey(), saved)
        draft.discard()
        setChecked(false)
      },
      onError: sayProblem,
    }),
  )
  const turn = useTurnTunnel(sayProblem)

  const error = save.error ?? turn.error
  const refusal = refusedField(error)
  const isInForm = refusal !== null && way?.fields.some(({ name }) => name === refusal.field)
  const hasSecrets = setup.hasSecrets[providerId] ?? {}
  const values = formOf(draft.value, providerId)
  const moved = way === undefined ? [] : movedIn(way, setup, values, isInForm ? refusal.field : null)
  const errors = way === undefined ? {} : fieldErrors(way.fields, values, hasSecrets, moved)

  function showWrongField(): void {
    // Not drawn yet.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }

  /** What is about a field is said there. */
  function sayProblem(problem: unknown): void {
    if (refusedField(problem) === null) notifyProblem(problem)
    else showWrongField()
  }

  function forgetProblem(): void {
    save.reset()
    turn.reset()
  }

  async function saveNow(): Promise<boolean> {
    forgetProblem()
    setChecked(true)
    if (way === undefined || Object.keys(errors).length > 0) {
      showWrongField()
      return false
    }
    try {
      await save.mutateAsync(saveInput(way, values, moved))
      return true
    } catch {
      // Said by the mutation.
      return false
    }
  }

  async function turnTo(isOn: boolean): Promise<void> {
    forgetProblem()
    if (isOn && (draft.isDirty || Object.keys(errors).length > 0) && !(await saveNow())) return
    turn.mutate({ isOn })
  }

  return (
    <>
      <Panel
        title={t('title')}
        text={t('text')}
        action={
          <TunnelSwitch status={status} turningTo={turn.isPending ? turn.variables.isOn : null} onTurn={(isOn) => void turnTo(isOn)} />
        }
      >
        <Standing setup={setup} status={status} />
        {!isInForm && refusal !== null && <ProblemAlert error={error} />}
      </Panel>
      {status.toPaste.length > 0 && <ToPaste items={status.toPaste} />}
      <div ref={form}>
        <WayForm
          providers={setup.providers}
          providerId={providerId}
          values={values}
          hasSecrets={hasSecrets}
          moved={moved}
          errors={isChecked ? errors : {}}
          refused={isInForm ? { [refusal.field]: refusal.message } : {}}
          onChoose={(id) => {
            forgetProblem()
            setChecked(false)
            draft.change({ ...draft.value, providerId: id })
          }}
          onChange={(next) => draft.change({ ...draft.value, forms: { ...draft.value.forms, [providerId]: next } })}
        />
      </div>
      {status.isOn && <Traffic status={status} />}
      <SaveBar
        isDirty={draft.isDirty}
        isPending={save.isPending}
        onSave={() => void saveNow().then((isSaved) => isSaved && notifyDone(t('common:saved')))}
        onDiscard={() => {
          forgetProblem()
          setChecked(false)
          draft.discard()
        }}
      />
    </>
  )
}
