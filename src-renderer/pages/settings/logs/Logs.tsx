import { Button, CopyButton, Select } from '@mantine/core'
import { IconCheck, IconCopy, IconFileSearch, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import type { LogLevel, LogLine } from '../../../../src-shared/contract/logs.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { dateFormat } from '../../../format/intl.ts'
import { exactTime } from '../../../format/time.ts'
import { api } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { filterLines, LEVELS, linesText } from './filter.ts'
import classes from './logs.module.css'
import { useLogTail } from './use-log-tail.ts'

function Row({ line }: { line: LogLine }) {
  const locale = useLocale()
  const time = dateFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(new Date(line.at))
  return (
    <div className={classes.line} data-level={line.level}>
      <time dateTime={line.at} title={exactTime(line.at, locale)} className="num">
        {time}
      </time>
      <span className={classes.level}>{line.level}</span>
      <span className={classes.words}>
        {line.message}
        {line.facts !== '' && <span className={classes.facts}> {line.facts}</span>}
      </span>
    </div>
  )
}

/** The log as it is written. */
export function Logs() {
  const { t } = useTranslation(['diagnostics', 'common'])
  const tail = useLogTail()
  const { data: info } = useQuery(api.logs.info.queryOptions())
  const [level, setLevel] = useState<LogLevel>('info')
  const [words, setWords] = useState('')
  /** What stands still; null while it runs. */
  const [paused, setPaused] = useState<LogLine[] | null>(null)
  const lines = useMemo(() => filterLines(paused ?? tail.lines, level, words), [paused, tail.lines, level, words])
  const newer = paused === null ? 0 : (tail.lines.at(-1)?.seq ?? 0) - (paused.at(-1)?.seq ?? 0)
  if (!tail.isLoaded && tail.problem !== null) return <ErrorState error={tail.problem} onRetry={() => window.location.reload()} />
  if (!tail.isLoaded) return <PageLoading />
  return (
    <div className={classes.logs}>
      <div className={classes.controls}>
        <Select
          aria-label={t('logs.level')}
          w={170}
          allowDeselect={false}
          value={level}
          data={LEVELS.map((value) => ({ value, label: t(`logs.level_${value}`) }))}
          onChange={(value) => setLevel(LEVELS.find((one) => one === value) ?? 'info')}
        />
        <SearchBox label={t('logs.words')} value={words} onChange={setWords} width={220} />
        <span className={classes.space} />
        <CopyButton value={linesText(lines)}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              disabled={lines.length === 0}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'common:copied' : 'logs.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          onClick={() => setPaused(paused ? null : tail.lines)}
        >
          {paused ? (newer > 0 ? t('logs.resumeNew', { count: newer }) : t('logs.resume')) : t('logs.pause')}
        </Button>
      </div>
      {tail.lines.length === 0 && <EmptyState icon={IconFileSearch} title={t('logs.emptyTitle')} text={t('logs.emptyText')} />}
      {tail.lines.length > 0 && lines.length === 0 && (
        <EmptyState icon={IconFileSearch} title={t('logs.noneTitle')} text={t('logs.noneText')} />
      )}
      {lines.length > 0 && (
        <Virtuoso
          className={classes.box}
          role="region"
          aria-label={t('logs.lines')}
          data={lines}
          initialTopMostItemIndex={lines.length - 1}
          followOutput={paused === null}
          computeItemKey={(_index, line) => line.seq}
          itemContent={(_index, line) => <Row line={line} />}
        />
      )}
      <p className={classes.hint}>
        {tail.missed > 0 && `${t('logs.missed', { count: tail.missed })} `}
        {info && t('logs.folder', { folder: info.folder })}
      </p>
    </div>
  )
}
