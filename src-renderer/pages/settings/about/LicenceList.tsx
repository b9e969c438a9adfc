import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './about.module.css'

/** Whose work this product stands on, and under what terms. */
export function LicenceList() {
  const { t } = useTranslation('settings')
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  // Hundreds of kilobytes that nearly nobody reads: fetched when this is opened.
  const licences = useQuery({ queryKey: ['licences'], queryFn: async () => (await import('virtual:licences')).default })
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const begins = (name: string) => Number(words[0] !== undefined && name.startsWith(words[0]))
  const found = (licences.data?.packages ?? [])
    .filter(({ name, licence }) => words.every((word) => `${name} ${licence}`.toLowerCase().includes(word)))
    .sort((a, b) => begins(b.name) - begins(a.name))
  return (
    <Panel title={t('licences.title')} text={t('licences.text')}>
      <p className={classes.evolution}>{t('evolutionNotice')}</p>
      <SearchBox label={t('licences.search')} value={search} onChange={setSearch} />
      {licences.isPending && <Skeleton height={240} mt={12} />}
      {licences.isError && <ErrorState error={licences.error} onRetry={() => void licences.refetch()} />}
      {licences.data && (
        <>
          <p className={classes.none} role="status">
            {t('licences.found', { count: found.length })}
          </p>
          {found.length > 0 && (
            <section className={classes.licences} aria-label={t('licences.packages')}>
              <Virtuoso
                style={{ height: 360 }}
                // What is in it takes the focus.
                tabIndex={-1}
                data={found}
                computeItemKey={(_index, { name, version }) => `${name}@${version}`}
                itemContent={(_index, { name, version, licence, text }) => {
                  const key = `${name}@${version}`
                  return (
                    <div className={classes.package}>
                      <button
                        type="button"
                        className={classes.packageHead}
                        aria-expanded={open === key}
                        onClick={() => setOpen(open === key ? null : key)}
                      >
                        <span className={classes.packageName}>{name}</span>
                        <span className="num">{version}</span>
                        <span className={classes.licence}>{licence}</span>
                      </button>
                      {open === key && (
                        <pre className={classes.text}>{text === null ? t('licences.noText') : licences.data.texts[text]}</pre>
                      )}
                    </div>
                  )
                }}
              />
            </section>
          )}
        </>
      )}
    </Panel>
  )
}
