import type { Contact } from '../../../../src-shared/contract/contacts.ts'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { Avatar } from '../../../components/Avatar.tsx'
import { notifyDone } from '../../../components/notify.ts'
import { useAccountName } from '../../../components/use-account-name.ts'
import { useChannelName, useChannelTypes } from '../../../components/use-channel-types.ts'
import { phoneText } from '../../../format/phone.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { idLabel, sortedIdentities } from './identities.ts'
import classes from './person.module.css'
import { Section } from './Section.tsx'

/** The person (or group) with every number and id it is known by. */
export function Who({ conversation, contact }: { conversation: Conversation; contact: Contact | null }) {
  const { t } = useTranslation(['conversations', 'accounts'])
  const channelName = useChannelName()
  const accountName = useAccountName()
  const { name, channel, instanceName, kind } = conversation
  const ids = (useChannelTypes() ?? []).flatMap((type) => type.ids)
  const identities = sortedIdentities(contact?.identities ?? [], ids)
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => notifyDone(t('person.copied')),
      () => undefined,
    )
  return (
    <>
      <div className={classes.who}>
        <Avatar name={name} url={contact?.avatarUrl ?? conversation.avatarUrl} size={64} />
        <p className={classes.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={classes.facts}>
          {[
            kind === 'direct' ? null : t(`kind_${kind}`),
            channel === 'simulator' ? t('simulated') : channelName(channel),
            accountName(instanceName),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {identities.length > 0 && (
        <Section title={t('person.identities')}>
          <dl className={classes.list}>
            {identities.map(({ kind: identity, value }) => {
              const label = idLabel(identity, ids)
              const text = identity === 'phone' ? phoneText(value) : value
              return (
                <div key={`${identity}:${value}`} className={classes.line}>
                  <dt>{label === null ? t('person.otherId') : hubText(label)}</dt>
                  <dd className="num">
                    <button
                      type="button"
                      className={classes.copy}
                      title={text}
                      aria-label={t('person.copyNumber', { number: text })}
                      onClick={() => void copy(text)}
                    >
                      <bdi>{text}</bdi>
                    </button>
                  </dd>
                </div>
              )
            })}
          </dl>
          {identities.length > 1 && <p className={classes.note}>{t('person.merged')}</p>}
        </Section>
      )}
    </>
  )
}
