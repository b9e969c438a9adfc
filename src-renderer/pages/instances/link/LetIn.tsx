import { Anchor } from '@mantine/core'
import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { CopyField } from '../../../components/CopyField.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './let-in.module.css'

/** How the account is let into a server or workspace: a link for this computer, and the same for a phone. */
export function LetIn({ invite }: { invite: NonNullable<Connection['invite']> }) {
  const { t } = useTranslation('accounts')
  return (
    <section className={classes.letIn} aria-label={t('inviteTitle')}>
      <img src={invite.image} alt={t('inviteQrAlt')} className={classes.code} />
      <div className={classes.words}>
        <p className={classes.text}>{t('inviteText')}</p>
        <CopyField label={t('inviteLink')} value={invite.url} />
        <Anchor href={invite.url} target="_blank" rel="noreferrer">
          {t('inviteOpen')}
        </Anchor>
      </div>
    </section>
  )
}
