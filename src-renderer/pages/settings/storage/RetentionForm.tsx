import { Select, Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Retention, retentionSchema } from '../../../../src-shared/contract/retention.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { TypedConfirm } from '../../../components/TypedConfirm.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './storage.module.css'

const FIELDS = ['messagesDays', 'mediaDays', 'tracesDays', 'payloadsDays', 'spendDays'] as const
/** The limit of a month needs what was used since its first day. */
const LEAST = { spendDays: 90 } as const
const CHOICES = [7, 30, 90, 180, 365, 730, 1825]
const FOR_EVER = 'ever'

/** What customers and the shop wrote to each other would go sooner than before. */
function losesMessages(before: Retention, after: Retention): boolean {
  const days = (value: number | null) => value ?? Number.POSITIVE_INFINITY
  return days(after.messagesDays) < days(before.messagesDays) || days(after.mediaDays) < days(before.mediaDays)
}

export function RetentionForm() {
  const { t } = useTranslation(['settings', 'common'])
  const settings = useQuery(api.retention.get.queryOptions())
  const saved = settings.data?.retention ?? retentionSchema.parse({})
  const draft = useDraft(saved)
  const [isConfirming, setConfirming] = useState(false)
  const set = useMutation(
    api.retention.set.mutationOptions({
      onSuccess: async () => {
        setConfirming(false)
        notifyDone(t('common:saved'))
        await queryClient.invalidateQueries({ queryKey: api.retention.get.key() })
        draft.discard()
      },
      onError: notifyProblem,
    }),
  )
  const choices = (value: number | null, least: number) => {
    const usual = CHOICES.filter((days) => days >= least)
    const days = value === null || usual.includes(value) ? usual : [...usual, value].sort((a, b) => a - b)
    return [
      ...days.map((one) => ({
        value: `${one}`,
        label: one % 365 === 0 ? t('storage.years', { count: one / 365 }) : t('storage.days', { count: one }),
      })),
      { value: FOR_EVER, label: t('storage.forEver') },
    ]
  }

  function save(): void {
    if (losesMessages(saved, draft.value)) setConfirming(true)
    else set.mutate(draft.value)
  }

  return (
    <>
      <Panel title={t('storage.keep')} text={t('storage.keepText')}>
        {settings.isPending && <Skeleton height={180} />}
        {settings.isError && !settings.data && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
        {settings.data && (
          <div className={classes.fields}>
            {FIELDS.map((field) => (
              <Select
                key={field}
                label={t(`storage.${field}`)}
                description={t(`storage.${field}Help`)}
                allowDeselect={false}
                value={draft.value[field] === null ? FOR_EVER : `${draft.value[field]}`}
                data={choices(draft.value[field], field === 'spendDays' ? LEAST[field] : 1)}
                onChange={(value) => draft.change({ ...draft.value, [field]: value === FOR_EVER ? null : Number(value) })}
              />
            ))}
          </div>
        )}
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={set.isPending} onSave={save} onDiscard={draft.discard} />
      <TypedConfirm
        isOpen={isConfirming}
        title={t('storage.loseTitle')}
        text={t('storage.loseText')}
        word={t('storage.loseWord')}
        action={t('storage.loseAction')}
        isPending={set.isPending}
        onConfirm={() => set.mutate(draft.value)}
        onClose={() => setConfirming(false)}
      />
    </>
  )
}
