import { useCallback, useState } from 'react'
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { SearchResults } from '../search/SearchResults.tsx'
import { Conversations } from './Conversations.tsx'
import { FilterMenu, Filters } from './Filters.tsx'
import classes from './list.module.css'
import { useListFilters } from './use-list-filters.ts'
import { focusFirstRow, useWalk } from './walk.ts'

/** Finds the field where it is: the shortcut works on the page, not in this component's tree. */
const SEARCH_ID = 'conversation-search'

export function ConversationList({ selectedId }: { selectedId: string | null }) {
  const { t } = useTranslation('conversations')
  const { filters, query, change } = useListFilters()
  const [search, setSearch] = useState('')
  /** The words with which Enter was pressed: what they find is opened, and not what is still shown of those before. */
  const [toOpen, setToOpen] = useState<string | null>(null)
  const hasOpened = useCallback(() => setToOpen(null), [])
  const { list, onKeyDown, step } = useWalk()
  const isSearching = search.trim() !== ''

  const focusSearch = (): void => document.getElementById(SEARCH_ID)?.focus()
  useShortcut({ keys: '/', label: t('list.searchShortcut'), scope: 'conversations', run: focusSearch })
  useShortcut({ keys: 'j', label: t('list.next'), scope: 'conversations', isKeysOnly: true, run: () => step(1) })
  useShortcut({ keys: 'k', label: t('list.previous'), scope: 'conversations', isKeysOnly: true, run: () => step(-1) })

  return (
    <section ref={list} className={classes.list} aria-label={t('listLabel')} onKeyDown={onKeyDown}>
      <header className={classes.header}>
        <div className={classes.top}>
          <h1 className={classes.title}>{t('title')}</h1>
          <FilterMenu filters={filters} onChange={change} />
        </div>
        {/* Down goes from the field to what was found; Enter opens the first of it. */}
        <search
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isSearching) setToOpen(search)
            else if (event.key !== 'ArrowDown' || !focusFirstRow(list.current)) return
            event.preventDefault()
          }}
        >
          <SearchBox id={SEARCH_ID} label={t('searchPlaceholder')} value={search} onChange={setSearch} />
        </search>
        {!isSearching && <Filters filters={filters} onChange={change} />}
      </header>
      {isSearching ? (
        <SearchResults
          search={search}
          filters={filters}
          selectedId={selectedId}
          isFirstOpened={toOpen === search}
          onFirstOpened={hasOpened}
          onLeave={() => {
            setSearch('')
            focusSearch()
          }}
        />
      ) : (
        <Conversations filters={filters} query={query} selectedId={selectedId} onChange={change} />
      )}
    </section>
  )
}
