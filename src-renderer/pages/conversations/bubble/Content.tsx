import { IconMapPin, IconUser } from '@tabler/icons-react'
import type { Media, Message } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { dialectOf } from '../markdown/dialect.ts'
import { useThread } from '../thread/context.ts'
import { AudioContent } from './AudioContent.tsx'
import classes from './bubble.module.css'
import { FetchMedia } from './FetchMedia.tsx'
import { InWords } from './InWords.tsx'
import { MediaContent } from './MediaContent.tsx'
import { TextContent } from './TextContent.tsx'

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
        <bdi className={classes.cardTitle}>{name ?? t('location')}</bdi>
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
        <bdi className={classes.cardTitle}>{name}</bdi>
        <span className={classes.cardNote}>{t('sharedContact')}</span>
      </span>
    </div>
  )
}

function FileOf({ message: { id, kind, text }, media }: { message: Message; media: Media }) {
  const { onOpenImage } = useThread()
  if (media.canFetch === true) return <FetchMedia messageId={id} kind={kind} media={media} />
  if (kind === 'audio') return <AudioContent media={media} caption={text} />
  return <MediaContent kind={kind} media={media} onOpen={() => onOpenImage(id)} />
}

/** What a message says, by its kind. Everything that came from outside is shown as text, never as HTML. */
export function Content({ message }: { message: Message }) {
  const { t } = useTranslation('conversations')
  const { channel } = useThread()
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
  if (message.kind === 'undecryptable') {
    return (
      <p className={classes.quiet} title={t('undecryptableHint')}>
        {t('undecryptable')}
      </p>
    )
  }
  return (
    <>
      {(message.kind === 'audio' || message.kind === 'document') && message.media ? (
        <div className={classes.withWords}>
          <FileOf message={message} media={message.media} />
          <InWords message={message} />
        </div>
      ) : (
        message.media && <FileOf message={message} media={message.media} />
      )}
      {message.location && <Place location={message.location} />}
      {message.sharedContacts.map((contact) => (
        <SharedContact key={`${contact.name}:${contact.vcard ?? ''}`} name={contact.name} />
      ))}
      {message.text !== '' && message.kind !== 'audio' && (
        <TextContent text={message.text} dialect={dialectOf(channel, message.author === 'agent')} />
      )}
    </>
  )
}
