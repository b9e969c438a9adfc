import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Panel } from '../../../components/Panel.tsx'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Bars } from './Bars.tsx'
import type { ChartKind } from './chart.ts'
import classes from './figures.module.css'
import { OverTimeTable } from './OverTimeTable.tsx'
import { type FiguresQuery, figuresQuery } from './query.ts'
import { stretchLabel } from './stretch-label.ts'

/** The period, hour by hour or day by day: drawn, or as a table for those who cannot or do not like to see drawings. */
export function OverTime({ query }: { query: FiguresQuery }) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  const { data } = useQuery(figuresQuery(query))
  const [kind, setKind] = useState<ChartKind>('messages')
  const [isTable, setTable] = useState(false)
  const stretches = data?.over.map((figures) => ({ ...figures, label: stretchLabel(figures.from, query.range, locale) })) ?? []
  return (
    <Panel
      title={t('stats.overTime')}
      action={
        <div className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label={t('stats.chart')}
            value={kind}
            data={(['messages', 'times'] as const).map((value) => ({ value, label: t(`stats.chart_${value}`) }))}
            onChange={setKind}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-pressed={isTable}
            leftSection={isTable ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
            onClick={() => setTable(!isTable)}
          >
            {t(isTable ? 'stats.asChart' : 'stats.asTable')}
          </Button>
        </div>
      }
    >
      {!data && <Skeleton height={190} />}
      {data && data.total.received === 0 && <p className={classes.nothing}>{t('stats.nothing')}</p>}
      {data && data.total.received > 0 && !isTable && <Bars stretches={stretches} total={data.total} kind={kind} />}
      {data && data.total.received > 0 && isTable && <OverTimeTable stretches={stretches} />}
    </Panel>
  )
}
