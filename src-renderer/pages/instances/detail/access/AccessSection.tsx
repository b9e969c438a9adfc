import { SegmentedControl } from '@mantine/core'
import type { Behaviour, Instance } from '../../../../../src-shared/contract/instances.ts'
import { AccessCheck } from '../../../../components/access/AccessCheck.tsx'
import { AccessRules } from '../../../../components/access/AccessRules.tsx'
import { GrowingTextarea } from '../../../../components/GrowingTextarea.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { SaveBar } from '../../../../components/SaveBar.tsx'
import { useDraft } from '../../../../components/use-draft.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../../queries.ts'
import classes from '../detail.module.css'
import { Groups } from './Groups.tsx'

const MODES: Behaviour['accessMode'][] = ['open', 'allowlist', 'blocklist']

export function AccessSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'common'])
  const { accessMode, deniedText, groupMode, answeredGroups } = instance.behaviour
  const draft = useDraft({ accessMode, deniedText, groupMode, answeredGroups })
  const update = useUpdateInstance(t('common:saved'))
  const { value } = draft
  return (
    <>
      <Panel title={t('accessTitle')}>
        <div className={classes.form}>
          <div>
            <p className={classes.label}>{t('accessMode')}</p>
            <SegmentedControl
              aria-label={t('accessMode')}
              value={value.accessMode}
              data={MODES.map((mode) => ({ value: mode, label: t(`access_${mode}`) }))}
              onChange={(mode) => draft.change({ ...value, accessMode: MODES.find((candidate) => candidate === mode) ?? 'open' })}
            />
          </div>
          {value.accessMode !== 'open' && (
            <GrowingTextarea
              label={t('deniedText')}
              description={t('deniedTextHelp')}
              minRows={1}
              maxRows={6}
              maxLength={4000}
              value={value.deniedText}
              onChange={(event) => draft.change({ ...value, deniedText: event.currentTarget.value })}
            />
          )}
        </div>
      </Panel>
      <Groups instanceName={instance.name} value={value} onChange={(part) => draft.change({ ...value, ...part })} />
      <AccessRules instanceName={instance.name} instanceNames={[instance.name]} />
      <AccessCheck instanceNames={[instance.name]} />
      <SaveBar
        isDirty={draft.isDirty}
        isPending={update.isPending}
        onSave={() => update.mutate({ name: instance.name, behaviour: value }, { onSuccess: draft.discard })}
        onDiscard={draft.discard}
      />
    </>
  )
}
