import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { memo, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { MessageHit, PersonHit } from '../../../../src-shared/contract/search.ts'
import { Avatar } from '../../../components/Avatar.tsx'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { useAccountName } from '../../../components/use-account-name.ts'
import { useDebounced } from '../../../components/use-debounced.ts'
import { useNow } from '../../../components/use-now.ts'
import { phoneText } from '../../../format/phone.ts'
import { exactTime, listTime } from '../../../format/time.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { type ListFilters, writeFilters } from '../list/filters.ts'
import { ListSkeleton } from '../list/ListSkeleton.tsx'
import listClasses from '../list/list.module.css'
import { openFirstRow } from '../list/walk.ts'
import { Highlighted } from './Highlighted.tsx'
import classes from './search.module.css'

/** Letters that come together (a paste, an input method) are one question; no person types this fast. */
const PAUSE_MS = 10
const LIMIT = 30

interface SearchResultsProps {
  search: string
  filters: ListFilters
  selectedId: string | null
  /** The first of what these words find is opened as soon as it is there. */
  isFirstOpened: boolean
  /** Opened, or nothing was found. */
  onFirstOpened: () => void
  /** Escape: back to the field, and to the list. */
  onLeave: () => void
}

/** The address of a conversation, with the filters that were on, at a message if one is given. */
function addressOf(conversationId: string, filters: ListFilters, seq?: number): string {
  const query = writeFilters(filters)
  const at = seq === undefined ? '' : `${query === '' ? '?' : '&'}at=${seq}`
  return `/conversations/${conversationId}${query}${at}`
}

// The results are drawn at each letter, at each pause and with each answer: a row only when it says something else.
const Person = memo(function Person({ hit, href, isSelected }: { hit: PersonHit; href: string; isSelected: boolean }) {
  const { conversation, highlights } = hit
  const { phoneNumber, instanceName } = conversation
  const accountName = useAccountName()
  return (
    <Link href={href} className={listClasses.row} aria-current={isSelected ? 'true' : undefined} data-row>
      <Avatar name={conversation.name} url={conversation.avatarUrl} channel={conversation.channel} size={32} />
      <span className={listClasses.lines}>
        <span className={listClasses.name}>
          <Highlighted text={conversation.name} highlights={highlights} />
        </span>
        <span className={`num ${listClasses.preview}`}>
          {[phoneNumber === null ? null : phoneText(phoneNumber), accountName(instanceName)].filter(Boolean).join(' · ')}
        </span>
      </span>
    </Link>
  )
})

const Said = memo(function Said({ hit, href }: { hit: MessageHit; href: string }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const now = useNow()
  const { author } = hit
  const isOurs = author === 'agent' || author === 'person' || author === 'phone' || author === 'api'
  return (
    <Link href={href} className={listClasses.row} data-row>
      <span className={listClasses.lines}>
        <span className={listClasses.line}>
          <bdi className={listClasses.name}>{hit.conversationName}</bdi>
          <time className={`num ${listClasses.time}`} dateTime={hit.sentAt} title={exactTime(hit.sentAt, locale)}>
            {listTime(hit.sentAt, now, locale)}
          </time>
        </span>
        <span className={classes.snippet}>
          {isOurs && <span className={listClasses.author}>{t(`preview_${author}`)}: </span>}
          <Highlighted text={hit.snippet} highlights={hit.highlights} />
        </span>
      </span>
    </Link>
  )
})

/** People and messages that have the words, instead of the list. */
export function SearchResults({ search, filters, selectedId, isFirstOpened, onFirstOpened, onLeave }: SearchResultsProps) {
  const { t } = useTranslation('conversations')
  const query = useDebounced(search.trim(), PAUSE_MS)
  const { instanceName } = filters
  const found = useQuery({
    ...api.search.find.queryOptions({ input: { query, limit: LIMIT, ...(instanceName === null ? {} : { instanceName }) } }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    // Asked again each time: live events keep only the lists on the screen.
    staleTime: 0,
    gcTime: 0,
  })
  const isBusy = found.isFetching || query !== search.trim()
  const results = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isFirstOpened || isBusy) return
    openFirstRow(results.current)
    onFirstOpened()
  }, [isFirstOpened, isBusy, onFirstOpened])
  if (found.isError && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <ListSkeleton />
  const { people, messages, isComplete } = found.data
  const isNothing = people.length === 0 && messages.length === 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape on any result leads back to the field.
    <div
      ref={results}
      className={classes.results}
      aria-busy={isBusy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onLeave()
      }}
    >
      <p className="visually-hidden" role="status">
        {t('list.found', { people: people.length, messages: messages.length })}
      </p>
      {isNothing && (
        <EmptyState
          icon={IconSearchOff}
          title={t('noMatchTitle')}
          text={t('list.noMatchText', { query })}
          action={
            <Button variant="default" onClick={onLeave}>
              {t('list.clearSearch')}
            </Button>
          }
        />
      )}
      {people.length > 0 && (
        <section aria-label={t('list.people')}>
          <h2 className={classes.heading}>{t('list.people')}</h2>
          {people.map((hit) => (
            <Person
              key={hit.conversation.id}
              hit={hit}
              href={addressOf(hit.conversation.id, filters)}
              isSelected={hit.conversation.id === selectedId}
            />
          ))}
        </section>
      )}
      {messages.length > 0 && (
        <section aria-label={t('list.messages')}>
          <h2 className={classes.heading}>{t('list.messages')}</h2>
          {messages.map((hit) => (
            <Said key={hit.messageId} hit={hit} href={addressOf(hit.conversationId, filters, hit.seq)} />
          ))}
        </section>
      )}
      {!isComplete && <p className={classes.note}>{t('list.indexing')}</p>}
    </div>
  )
}
