import { Button, Switch } from '@mantine/core'
import { Link } from 'wouter'
import type { AgentProfile } from '../../../../../src-shared/contract/agents.ts'
import type { AnswerCacheSettings } from '../../../../../src-shared/contract/answer-cache.ts'
import type { Instance } from '../../../../../src-shared/contract/instances.ts'
import { useAgents, useUpdateAgent } from '../../../../components/agent/queries.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { notifyDone } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import detail from '../detail.module.css'
import classes from './answers.module.css'
import { agentsOf } from './drafts.ts'
import { Similar } from './Similar.tsx'

interface ReuseProps {
  instance: Instance
  value: AnswerCacheSettings
  onChange: (part: Partial<AnswerCacheSettings>) => void
}

/** Why nothing is remembered of an agent, and the way to change that. */
function WhyNot({ profile }: { profile: AgentProfile }) {
  const { t } = useTranslation('agents')
  const agent = hubText(profile.name)
  const update = useUpdateAgent(() => notifyDone(t('answerCache.sameForAllDone', { agent })))
  if (profile.kind === 'house') return <p className={detail.hint}>{t('answerCache.notHouse', { agent })}</p>
  return (
    <div className={classes.whyNot} role="note">
      <p>{t('answerCache.notPersonal', { agent })}</p>
      <div className={classes.whyNotActions}>
        <Button
          size="compact-sm"
          variant="default"
          loading={update.isPending}
          onClick={() => update.mutate({ id: profile.id, flags: { usesPersonalData: false } })}
        >
          {t('answerCache.sameForAll')}
        </Button>
        <Link href={`/agents/${profile.id}`}>{t('answerCache.openAgent', { agent })}</Link>
      </div>
    </div>
  )
}

/** Whether and for how long answers are given again. */
export function Reuse({ instance, value, onChange }: ReuseProps) {
  const { t } = useTranslation('agents')
  const { profiles = [] } = useAgents()
  const answering = agentsOf(instance.routing, instance.agent.profileId)
  const left = profiles.filter(({ id, kind, flags }) => answering.includes(id) && (kind === 'house' || flags.usesPersonalData))
  return (
    <Panel title={t('answerCache.reuseTitle')} text={t('answerCache.reuseText')}>
      <div className={detail.form}>
        <Switch
          label={t('answerCache.isOn')}
          description={t('answerCache.isOnHelp')}
          checked={value.isOn}
          onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
        />
        {value.isOn && (
          <>
            {left.map((profile) => (
              <WhyNot key={profile.id} profile={profile} />
            ))}
            <WholeNumber
              label={t('answerCache.hours')}
              description={t('answerCache.hoursHelp')}
              min={1}
              max={720}
              maw={280}
              value={value.hours}
              onChange={(hours) => onChange({ hours })}
            />
            {instance.behaviour.context.tells.shop && <p className={classes.hint}>{t('answerCache.hoursTold')}</p>}
            <Similar value={value.similar} profiles={profiles} onChange={(similar) => onChange({ similar })} />
          </>
        )}
      </div>
    </Panel>
  )
}
