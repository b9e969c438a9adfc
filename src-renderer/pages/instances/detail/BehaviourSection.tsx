import { Radio, Stack, Switch } from '@mantine/core'
import { type Behaviour, type Instance, splittingSchema } from '../../../../src-shared/contract/instances.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../queries.ts'
import { CatchUp } from './behaviour/CatchUp.tsx'
import { Fallbacks } from './behaviour/Fallbacks.tsx'
import { HealthLimits } from './behaviour/HealthLimits.tsx'
import { MediaText } from './behaviour/MediaText.tsx'
import { Memory } from './behaviour/Memory.tsx'
import { PhoneTakeover } from './behaviour/PhoneTakeover.tsx'
import { SpendingLimit } from './behaviour/SpendingLimit.tsx'
import { Streaming } from './behaviour/Streaming.tsx'
import classes from './detail.module.css'
import { SecondsInput } from './SecondsInput.tsx'

const SWITCHES = ['showTyping', 'sendReadReceipts'] as const

export function BehaviourSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'common'])
  const draft = useDraft(instance.behaviour)
  const update = useUpdateInstance(t('common:saved'))
  const { value } = draft
  const change = (part: Partial<Behaviour>) => draft.change({ ...value, ...part })
  return (
    <>
      <Panel title={t('behaviourTitle')}>
        <div className={classes.form}>
          <div className={classes.pair}>
            <SecondsInput
              label={t('gatherWindow')}
              help={t('gatherWindowHelp')}
              valueMs={value.gatherWindowMs}
              maxMs={60_000}
              onChange={(gatherWindowMs) => change({ gatherWindowMs })}
            />
            <SecondsInput
              label={t('gatherWindowMax')}
              valueMs={value.gatherWindowMaxMs}
              maxMs={300_000}
              onChange={(gatherWindowMaxMs) => change({ gatherWindowMaxMs })}
            />
          </div>
          <Radio.Group
            label={t('splitting')}
            description={t('splittingHelp')}
            value={value.splitting}
            onChange={(mode) => change({ splitting: splittingSchema.options.find((one) => one === mode) ?? 'readable' })}
          >
            <Stack gap={8} mt={8}>
              {splittingSchema.options.map((mode) => (
                <Radio key={mode} value={mode} label={t(`splitting_${mode}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {value.splitting !== 'never' && (
            <div className={classes.pair}>
              <SecondsInput
                label={`${t('splitPause')}, ${t('splitPauseMin')}`}
                valueMs={value.splitPauseMinMs}
                maxMs={60_000}
                onChange={(ms) => change({ splitPauseMinMs: ms, splitPauseMaxMs: Math.max(ms, value.splitPauseMaxMs) })}
              />
              <SecondsInput
                label={`${t('splitPause')}, ${t('splitPauseMax')}`}
                valueMs={value.splitPauseMaxMs}
                maxMs={60_000}
                onChange={(ms) => change({ splitPauseMaxMs: ms, splitPauseMinMs: Math.min(ms, value.splitPauseMinMs) })}
              />
            </div>
          )}
          <Switch
            label={t('answersNeedApproval')}
            description={t('answersNeedApprovalHelp')}
            checked={value.answersNeedApproval}
            onChange={(event) => change({ answersNeedApproval: event.currentTarget.checked })}
          />
          {SWITCHES.map((key) => (
            <Switch
              key={key}
              label={t(`${key}`)}
              checked={value[key]}
              onChange={(event) => change({ [key]: event.currentTarget.checked })}
            />
          ))}
        </div>
      </Panel>
      <MediaText instance={instance} value={value.mediaText} onChange={change} />
      <Streaming value={value} onChange={change} />
      <PhoneTakeover value={value.phoneTakeover} onChange={change} />
      <CatchUp value={value} onChange={change} />
      <HealthLimits instanceName={instance.name} value={value.health} onChange={change} />
      <Fallbacks value={value} onChange={change} />
      <SpendingLimit instanceName={instance.name} value={value.spendingLimit} onChange={change} />
      <Memory value={value} onChange={change} />
      <SaveBar
        isDirty={draft.isDirty}
        isPending={update.isPending}
        onSave={() => update.mutate({ name: instance.name, behaviour: value }, { onSuccess: draft.discard })}
        onDiscard={draft.discard}
      />
    </>
  )
}
