import { ActionIcon, Loader } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Components, Virtuoso, type VirtuosoHandle } from 'react-virtuoso'
import { Announcer } from './Announcer.tsx'
import { Row } from './Row.tsx'
import type { ThreadRow } from './rows.ts'
import classes from './thread.module.css'
import { useStayAtBottom } from './use-stay-at-bottom.ts'

/** Virtuoso counts rows from here, so that older ones can be put before the first without a jump. */
const ORIGIN = 1_000_000
const BOTTOM_PX = 60

interface ListContext {
  isLoadingOlder: boolean
  hasOlder: boolean
  hasOlderFailed: boolean
  onOlder: () => void
}

interface MessageListProps extends ListContext {
  rows: ThreadRow[]
  isGroup: boolean
}

function Beginning({ context }: { context?: ListContext }) {
  const { t } = useTranslation(['conversations', 'common'])
  return (
    <div className={classes.beginning}>
      {context?.hasOlderFailed ? (
        <span role="alert">
          {t('conversations:olderFailed')}{' '}
          <button type="button" className={classes.textButton} onClick={context.onOlder}>
            {t('common:retry')}
          </button>
        </span>
      ) : context?.isLoadingOlder ? (
        <Loader size="xs" aria-label={t('conversations:loadingOlder')} />
      ) : context?.hasOlder ? null : (
        t('conversations:beginning')
      )}
    </div>
  )
}

const COMPONENTS: Components<ThreadRow, ListContext> = { Header: Beginning, Footer: () => <div style={{ height: 12 }} /> }

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

export function MessageList({ rows, isGroup, hasOlder, isLoadingOlder, hasOlderFailed, onOlder }: MessageListProps) {
  const { t } = useTranslation('conversations')
  const list = useRef<VirtuosoHandle>(null)
  const { box, isAway, onBottom, onGrow, toNewest } = useStayAtBottom(list)
  const olderCount = useOlderCount(rows)
  const context = useMemo(
    () => ({ hasOlder, isLoadingOlder, hasOlderFailed, onOlder }),
    [hasOlder, isLoadingOlder, hasOlderFailed, onOlder],
  )
  return (
    <div ref={box} className={classes.messages}>
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
        initialTopMostItemIndex={{ index: 'LAST', align: 'end' }}
        computeItemKey={(_index, row) => row.key}
        itemContent={(_index, row) => <Row row={row} isGroup={isGroup} />}
        startReached={() => {
          if (hasOlder && !isLoadingOlder && !hasOlderFailed) onOlder()
        }}
        alignToBottom
        atBottomThreshold={BOTTOM_PX}
        atBottomStateChange={onBottom}
        followOutput={(atBottom) => (atBottom ? 'auto' : false)}
        // The last bubble grows while it is written; that is no new row, so it is followed here.
        totalListHeightChanged={onGrow}
        increaseViewportBy={{ top: 600, bottom: 300 }}
      />
      {isAway && (
        <ActionIcon className={classes.toNewest} variant="default" radius="xl" aria-label={t('toNewest')} onClick={toNewest}>
          <IconArrowDown size={18} />
        </ActionIcon>
      )}
      <Announcer rows={rows} />
    </div>
  )
}
