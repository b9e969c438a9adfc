import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './json.module.css'
import { type JsonLine, jsonLines, parseJson, pathsFrom } from './json-lines.ts'

/** Deeper than this is closed at first, in a text that is longer than a screen. */
const OPEN_DEPTH = 3
const FEW_LINES = 60
/** More lines than this are drawn as they are scrolled to. */
const DRAWN_AT_ONCE = 400

function Line({ line, onToggle }: { line: JsonLine; onToggle: (path: string) => void }) {
  const { t } = useTranslation('common')
  const { kind, name, text, count, hasComma, path, depth, type } = line
  const isFolded = kind === 'folded'
  return (
    <div className={classes.line} style={{ paddingLeft: `${depth * 1.25}em` }}>
      {kind === 'open' || isFolded ? (
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={!isFolded}
          aria-label={t(isFolded ? 'json.unfold' : 'json.fold', { path: path || '/' })}
          onClick={() => onToggle(path)}
        >
          {isFolded ? <IconChevronRight size={13} aria-hidden /> : <IconChevronDown size={13} aria-hidden />}
        </button>
      ) : (
        <span className={classes.gap} />
      )}
      <span>
        {name !== null && (
          <>
            <span className={classes.name}>{name}</span>
            {': '}
          </>
        )}
        <span className={classes.value} data-type={type}>
          {text}
        </span>
        {hasComma && ','}
        {isFolded && <span className={classes.count}> {t('json.entries', { count })}</span>}
      </span>
    </div>
  )
}

/** JSON to be read and folded; a text that is none stands as it came. */
export function JsonView({ text, label }: { text: string; label: string }) {
  const parsed = useMemo(() => parseJson(text), [text])
  const [folded, setFolded] = useState<ReadonlySet<string> | null>(null)
  const closed = useMemo(() => {
    if (folded !== null || parsed === null) return folded ?? new Set<string>()
    return jsonLines(parsed.value, new Set()).length <= FEW_LINES ? new Set<string>() : new Set(pathsFrom(parsed.value, OPEN_DEPTH))
  }, [folded, parsed])
  const lines = useMemo(() => (parsed === null ? [] : jsonLines(parsed.value, closed)), [parsed, closed])

  function toggle(path: string): void {
    const next = new Set(closed)
    if (!next.delete(path)) next.add(path)
    setFolded(next)
  }
  const drawn = (line: JsonLine) => <Line line={line} onToggle={toggle} />
  const isLong = lines.length > DRAWN_AT_ONCE
  return (
    // What scrolls has the name and the focus: this, or the list within it.
    <section
      className={classes.box}
      tabIndex={isLong ? undefined : 0}
      aria-label={isLong ? undefined : label}
      data-long={isLong || undefined}
    >
      {parsed === null && <pre className={classes.plain}>{text}</pre>}
      {isLong ? (
        <Virtuoso role="region" aria-label={label} style={{ height: 400 }} data={lines} itemContent={(_index, line) => drawn(line)} />
      ) : (
        lines.map((line) => <div key={`${line.path}:${line.kind}`}>{drawn(line)}</div>)
      )}
    </section>
  )
}
