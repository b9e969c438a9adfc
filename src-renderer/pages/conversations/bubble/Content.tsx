import { IconMapPin, IconUser } from '@tabler/icons-react'
import type { Media, Message } from '../../../../src-shared/contract/conversations.ts'
import { phoneText } from '../../../format/phone.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { dialectOf } from '../markdown/dialect.ts'
import { useThread } from '../thread/context.ts'
import { AudioContent } from './AudioContent.tsx'
import classes from './bubble.module.css'
import { FetchMedia } from './FetchMedia.tsx'
import { InWords } from './InWords.tsx'
import { MediaContent } from './MediaContent.tsx'
import { TextContent } from './TextContent.tsx'
import { readVcard } from './vcard.ts'

function Place({ location }: { location: NonNullable<Message['location']> }) {
  const { t } = useTranslation('conversations')
  const { latitude, longitude, name, address } = location
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
        {address !== undefined && <bdi className={classes.cardNote}>{address}</bdi>}
        <span className={`num ${classes.cardNote}`}>
          {latitude.toFixed(5)}, {longitude.toFixed(5)} · {t('openMap')}
        </span>
      </span>
    </a>
  )
}

function SharedContact({ name, vcard }: Message['sharedContacts'][number]) {
  const { t } = useTranslation('conversations')
  const { numbers, emails, organisation, address } = readVcard(vcard)
  return (
    <div className={classes.card}>
      <IconUser size={22} stroke={1.5} aria-hidden />
      <span className={classes.cardLines}>
        <bdi className={classes.cardTitle}>{name}</bdi>
        <bdi className={classes.cardNote}>{organisation ?? t('sharedContact')}</bdi>
        {numbers.map(({ text, digits }) => (
          <bdi key={text} className="num">
            {digits === null ? text : phoneText(digits)}
          </bdi>
        ))}
        {[...emails, ...(address === null ? [] : [address])].map((text) => (
          <bdi key={text} className={classes.cardNote}>
            {text}
          </bdi>
        ))}
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
        <SharedContact key={`${contact.name}:${contact.vcard ?? ''}`} {...contact} />
      ))}
      {message.text !== '' && message.kind !== 'audio' && (
        <TextContent text={message.text} dialect={dialectOf(channel, message.author === 'agent')} />
      )}
    </>
  )
}
