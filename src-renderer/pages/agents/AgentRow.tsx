import { Link } from 'wouter'
import type { AgentProfile, AgentType } from '../../../src-shared/contract/agents.ts'
import { AgentGlyph } from '../../components/agent/AgentGlyph.tsx'
import { AgentHealth } from '../../components/agent/AgentHealth.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AgentMenu } from './AgentMenu.tsx'
import classes from './agents.module.css'

/** `type`: undefined for a kind that this version does not have. */
export function AgentRow({ profile, type }: { profile: AgentProfile; type: AgentType | undefined }) {
  const { t } = useTranslation('agents')
  const { id, name, kind, health } = profile
  const accountName = useAccountName()
  const accounts = profile.usedBy.map(accountName)
  return (
    <article className={classes.row} aria-label={hubText(name)} data-state={health.state}>
      <AgentGlyph kind={kind} />
      <div className={classes.lines}>
        <h2 className={classes.name}>
          {/* The link covers the row; the menu stands above it. */}
          <Link href={`/agents/${id}`} className={classes.link}>
            {hubText(name)}
          </Link>
          <span className={classes.kind}>{hubText(type?.name ?? kind) !== hubText(name) && hubText(type?.name ?? kind)}</span>
        </h2>
        <p className={classes.facts}>
          <AgentHealth health={health} withReason />
          {health.state === 'ok' && health.lastOkAt && (
            <span>
              {t('lastAnswer')} <TimeText iso={health.lastOkAt} />
            </span>
          )}
        </p>
      </div>
      <p className={classes.used} title={accounts.join(', ')}>
        {accounts.length === 0
          ? t('answersForNobody')
          : `${t('answersFor')} ${accounts.length > 3 ? t('accounts', { count: accounts.length }) : accounts.join(', ')}`}
      </p>
      <AgentMenu profile={profile} />
    </article>
  )
}
