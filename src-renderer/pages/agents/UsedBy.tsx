import { Link } from 'wouter'
import type { AgentProfile } from '../../../src-shared/contract/agents.ts'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import { Panel } from '../../components/Panel.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agents.module.css'

export function UsedBy({ profile }: { profile: AgentProfile }) {
  const { t } = useTranslation('agents')
  const accountName = useAccountName()
  const { usedBy } = profile
  const isHouse = profile.id === HOUSE_PROFILE_ID
  return (
    <Panel title={t('usedTitle')} text={usedBy.length === 0 ? t('answersForNobody') : isHouse ? undefined : t('usedText')}>
      {usedBy.length === 0 ? (
        <p className={classes.quiet}>{t('useIt')}</p>
      ) : (
        <ul className={classes.accounts}>
          {usedBy.map((name) => (
            <li key={name}>
              <Link href={`/instances/${name}/agent`}>{isHouse ? t('openTexts', { name: accountName(name) }) : accountName(name)}</Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
