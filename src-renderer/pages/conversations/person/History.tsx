import { Link } from 'wouter'
import type { Contact, ContactHistory } from '../../../../src-shared/contract/contacts.ts'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useNow } from '../../../components/use-now.ts'
import { wholeNumber } from '../../../format/number.ts'
import { exactTime, shortDate } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Cost } from './Cost.tsx'
import classes from './person.module.css'
import { Section } from './Section.tsx'

/** How long one knows each other, and where else one has met. */
export function History({ contact, history }: { contact: Contact | null; history: ContactHistory }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const now = useNow()
  const { firstMessageAt, messageCount, answeredCount, conversations } = history
  return (
    <Section title={t('person.history')}>
      <dl className={classes.list}>
        {firstMessageAt !== null && (
          <div className={classes.line}>
            <dt>{t('person.since')}</dt>
            <dd className="num" title={exactTime(firstMessageAt, locale)}>
              {shortDate(firstMessageAt, now, locale)}
            </dd>
          </div>
        )}
        {contact && (
          <div className={classes.line}>
            <dt>{t('person.seen')}</dt>
            <dd>
              <TimeText iso={contact.lastSeenAt} />
            </dd>
          </div>
        )}
        <div className={classes.line}>
          <dt>{t('person.total')}</dt>
          <dd className="num">{wholeNumber(messageCount, locale)}</dd>
        </div>
        <div className={classes.line}>
          <dt>{t('person.answers')}</dt>
          <dd className="num">{wholeNumber(answeredCount, locale)}</dd>
        </div>
        {contact && <Cost contactId={contact.id} />}
      </dl>
      {contact && conversations.length === 0 && <p className={classes.note}>{t('person.noOthers')}</p>}
      {conversations.length > 0 && (
        <>
          <h4 className={classes.subTitle}>{t('person.others')}</h4>
          <ul className={classes.others}>
            {conversations.map((other) => (
              <li key={other.id}>
                <Link href={`/conversations/${other.id}`} className={classes.other}>
                  <ChannelMark channel={other.channel} size={18} />
                  <span className={classes.otherLines}>
                    <bdi className={classes.otherName}>{other.name}</bdi>
                    <bdi className={classes.note}>{other.lastMessagePreview}</bdi>
                  </span>
                  {other.lastMessageAt && <TimeText iso={other.lastMessageAt} className={classes.note ?? ''} />}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
