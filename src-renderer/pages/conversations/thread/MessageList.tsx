import { ActionIcon, Button, Loader } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type Components, type ListRange, Virtuoso, type VirtuosoHandle } from 'react-virtuoso'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Announcer } from './Announcer.tsx'
import { FirstLook } from './FirstLook.tsx'
import { Row } from './Row.tsx'
import type { ThreadRow } from './rows.ts'
import classes from './thread.module.css'
import { useStayAtBottom } from './use-stay-at-bottom.ts'

/** Virtuoso counts rows from here, so that older ones can be put before the first without a jump. */
const ORIGIN = 1_000_000
const BOTTOM_PX = 60
/** About the height of a message of one line. */
const ROW_PX = 56

interface ListContext {
  isLoadingOlder: boolean
  hasOlder: boolean
  hasOlderFailed: boolean
  onOlder: () => void
  hasNewer: boolean
}

interface MessageListProps extends ListContext {
  rows: ThreadRow[]
  onNewer: () => void
  /** Where the reader was sent to; a new object each time, also to the same message. */
  target: { seq: number } | null
  /** The rows do not end at the newest message: it has to be read first. */
  onNewest: () => void
  /** Goes to the first message that was unread; null when there is none. */
  onUnread: (() => void) | null
  unreadCount: number
}

function Beginning({ context }: { context?: ListContext }) {
  const { t } = useTranslation(['conversations', 'common'])
  return (
    <div className={classes.beginning}>
      {context?.hasOlderFailed ? (
        <span role="alert">
          {t('olderFailed')}{' '}
          <button type="button" className={classes.textButton} onClick={context.onOlder}>
            {t('common:retry')}
          </button>
        </span>
      ) : context?.isLoadingOlder ? (
        <Loader size="xs" aria-label={t('loadingOlder')} />
      ) : context?.hasOlder ? null : (
        t('beginning')
      )}
    </div>
  )
}

function End({ context }: { context?: ListContext }) {
  const { t } = useTranslation('conversations')
  if (!context?.hasNewer) return <div className={classes.end} />
  return (
    <div className={classes.beginning}>
      <Loader size="xs" aria-label={t('thread.loadingNewer')} />
    </div>
  )
}

const COMPONENTS: Components<ThreadRow, ListContext> = { Header: Beginning, Footer: End }

/**
 * How many rows stand before the one that was first when the thread was opened. That row keeps its
 * index for good, so prepending a page moves nothing on screen.
 */
function useOlderCount(rows: ThreadRow[]): number {
  const anchor = useRef(rows[0]?.key)
  const index = rows.findIndex((row) => row.key === anchor.current)
  if (index === -1) anchor.current = rows[0]?.key
  return Math.max(0, index)
}

const indexOfSeq = (rows: ThreadRow[], seq: number): number => rows.findIndex((row) => row.type === 'message' && row.message.seq >= seq)

/** How many messages of customers have come since the reader left the end. */
function useMissed(rows: ThreadRow[], isAway: boolean): number {
  const newest = rows.findLast((row) => row.type === 'message')?.message.seq ?? 0
  const [seen, setSeen] = useState(newest)
  if (!isAway && seen !== newest) setSeen(newest)
  if (!isAway) return 0
  return rows.filter((row) => row.type === 'message' && row.message.seq > seen && row.message.author === 'customer').length
}

export function MessageList(props: MessageListProps) {
  const { rows, hasOlder, isLoadingOlder, hasOlderFailed, onOlder, hasNewer, onNewer, target, onNewest, onUnread, unreadCount } = props
  const { t } = useTranslation('conversations')
  const list = useRef<VirtuosoHandle>(null)
  const [first] = useState(() => (target === null ? -1 : indexOfSeq(rows, target.seq)))
  const { box, isAway, toNewest, letGo, listProps } = useStayAtBottom(list, first === -1)
  const olderCount = useOlderCount(rows)
  const missed = useMissed(rows, isAway)
  const [range, setRange] = useState<ListRange | null>(null)
  const context = useMemo(
    () => ({ hasOlder, isLoadingOlder, hasOlderFailed, onOlder, hasNewer }),
    [hasOlder, isLoadingOlder, hasOlderFailed, onOlder, hasNewer],
  )
  const latest = useRef(rows)
  latest.current = rows
  useEffect(() => {
    const index = target === null ? -1 : indexOfSeq(latest.current, target.seq)
    if (index === -1) return
    letGo()
    list.current?.scrollToIndex({ index, align: 'center' })
  }, [target, letGo])

  const unreadAt = rows.findIndex((row) => row.type === 'message' && row.startsUnread)
  // Virtuoso counts from the row that was first at first.
  const firstShown = range === null ? 0 : range.startIndex - (ORIGIN - olderCount)
  const isUnreadAbove = onUnread !== null && range !== null && (unreadAt === -1 ? hasOlder : unreadAt < firstShown)
  return (
    <div ref={box} className={classes.messages}>
      {first === -1 && <FirstLook rows={rows} box={box} />}
      <Virtuoso
        ref={list}
        role="log"
        aria-label={t('messages')}
        aria-live="off"
        className={classes.scroller}
        data={rows}
        context={context}
        components={COMPONENTS}
        firstItemIndex={ORIGIN - olderCount}
        initialTopMostItemIndex={first === -1 ? { index: 'LAST', align: 'end' } : { index: first, align: 'center' }}
        computeItemKey={(_index, row) => row.key}
        itemContent={(_index, row) => <Row row={row} targetSeq={target?.seq ?? null} />}
        startReached={() => {
          if (hasOlder && !isLoadingOlder && !hasOlderFailed) onOlder()
        }}
        endReached={() => {
          if (hasNewer) onNewer()
        }}
        rangeChanged={setRange}
        alignToBottom
        atBottomThreshold={BOTTOM_PX}
        {...listProps}
        // Without it one row is drawn and measured first, and the thread stays empty for several frames.
        defaultItemHeight={ROW_PX}
        increaseViewportBy={{ top: 600, bottom: 300 }}
      />
      {isUnreadAbove && (
        <Button
          className={classes.toUnread}
          size="compact-md"
          radius="xl"
          variant="default"
          leftSection={<IconArrowUp size={15} aria-hidden />}
          aria-label={t('thread.toUnread')}
          onClick={onUnread}
        >
          {t('thread.newCount', { count: unreadCount })}
        </Button>
      )}
      {(isAway || hasNewer) &&
        (missed > 0 ? (
          <Button
            className={classes.toNewest}
            size="compact-md"
            radius="xl"
            leftSection={<IconArrowDown size={15} aria-hidden />}
            onClick={hasNewer ? onNewest : toNewest}
          >
            {t('thread.newCount', { count: missed })}
          </Button>
        ) : (
          <ActionIcon
            className={classes.toNewest}
            variant="default"
            radius="xl"
            aria-label={t('toNewest')}
            onClick={hasNewer ? onNewest : toNewest}
          >
            <IconArrowDown size={18} />
          </ActionIcon>
        ))}
      <Announcer rows={rows} />
    </div>
  )
}
