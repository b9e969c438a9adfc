import { IconMapPin, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import classes from './bubble.module.css'
import { MediaContent } from './MediaContent.tsx'

function Place({ location }: { location: NonNullable<Message['location']> }) {
  const { t } = useTranslation('conversations')
  const { latitude, longitude, name } = location
  return (
    <a
      className={classes.card}
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <IconMapPin size={22} stroke={1.5} aria-hidden />
      <span className={classes.cardLines}>
        <span className={classes.cardTitle}>{name ?? t('location')}</span>
        <span className={`num ${classes.cardNote}`}>
          {latitude.toFixed(5)}, {longitude.toFixed(5)} · {t('openMap')}
        </span>
      </span>
    </a>
  )
}

function SharedContact({ name }: { name: string }) {
  const { t } = useTranslation('conversations')
  return (
    <div className={classes.card}>
      <IconUser size={22} stroke={1.5} aria-hidden />
      <span className={classes.cardLines}>
        <span className={classes.cardTitle}>{name}</span>
        <span className={classes.cardNote}>{t('sharedContact')}</span>
      </span>
    </div>
  )
}

/** What a message says, by its kind. Everything that came from outside is shown as plain text. */
export function Content({ message }: { message: Message }) {
  const { t } = useTranslation('conversations')
  if (message.revokedAt !== null) {
    return (
      <p className={classes.quiet} title={t('revokedBy')}>
        {t('revoked')}
      </p>
    )
  }
  if (message.kind === 'unsupported') {
    return (
      <p className={classes.quiet}>
        {t('unsupported')}. {t('unsupportedHint')}
      </p>
    )
  }
  return (
    <>
      {message.media && <MediaContent kind={message.kind} media={message.media} />}
      {message.location && <Place location={message.location} />}
      {message.sharedContacts.map((contact) => (
        <SharedContact key={`${contact.name}:${contact.vcard ?? ''}`} name={contact.name} />
      ))}
      {message.text !== '' && <p className={classes.text}>{message.text}</p>}
    </>
  )
}
