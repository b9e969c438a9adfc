import { Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type BackupState, backupPlanSchema } from '../../../../../src-shared/contract/backups.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { notifyDone, notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { SaveBar } from '../../../../components/SaveBar.tsx'
import { useDraft } from '../../../../components/use-draft.ts'
import { hourOfDay } from '../../../../format/time.ts'
import { api } from '../../../../hub/client.ts'
import { refusedField } from '../../../../hub/problem.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../storage.module.css'
import { refreshBackups } from './refresh.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const MOST = 100

/** When backups are made without anybody, where, and how many stay. */
export function BackupPlanForm({ state }: { state: BackupState }) {
  const { t } = useTranslation(['settings', 'common'])
  const locale = useLocale()
  const draft = useDraft(state.plan)
  const { every, hour, folder, keep } = draft.value
  const set = useMutation(
    api.backups.setPlan.mutationOptions({
      onSuccess: async () => {
        notifyDone(t('common:saved'))
        await refreshBackups()
        draft.discard()
      },
      onError: (error) => {
        if (refusedField(error) === null) notifyProblem(error)
      },
    }),
  )
  const refusal = refusedField(set.error)
  return (
    <>
      <Panel title={t('storage.plan')} text={t('storage.planText')}>
        <div className={classes.fields}>
          <Select
            label={t('storage.every')}
            allowDeselect={false}
            value={every}
            data={backupPlanSchema.shape.every.unwrap().options.map((value) => ({ value, label: t(`storage.every_${value}`) }))}
            onChange={(value) => draft.change({ ...draft.value, every: value ?? every })}
          />
          <Select
            label={t('storage.hour')}
            description={t('storage.hourHelp')}
            allowDeselect={false}
            disabled={every === 'off'}
            value={`${hour}`}
            data={HOURS.map((one) => ({ value: `${one}`, label: hourOfDay(one, locale) }))}
            onChange={(value) => draft.change({ ...draft.value, hour: Number(value) })}
          />
          <TextInput
            label={t('storage.folder')}
            description={t('storage.folderHelp')}
            placeholder={state.folder}
            value={folder ?? ''}
            error={refusal?.field === 'folder' ? refusal.message : undefined}
            spellCheck={false}
            onChange={({ currentTarget: { value } }) => {
              set.reset()
              draft.change({ ...draft.value, folder: value.trim() === '' ? null : value })
            }}
          />
          <WholeNumber
            label={t('storage.keepNewest')}
            description={t('storage.keepNewestHelp')}
            value={keep}
            min={1}
            max={MOST}
            onChange={(value) => draft.change({ ...draft.value, keep: value })}
          />
        </div>
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={set.isPending} onSave={() => set.mutate(draft.value)} onDiscard={draft.discard} />
    </>
  )
}
