import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { AccountName } from '../../../components/AccountName.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { FiguresCells, FiguresHeads } from './FiguresCells.tsx'
import classes from './figures.module.css'
import { type FiguresQuery, figuresQuery } from './query.ts'

export function ByInstance({ query }: { query: FiguresQuery }) {
  const { t } = useTranslation('home')
  const { data } = useQuery(figuresQuery(query))
  if (!data || data.byInstance.length === 0) return null
  return (
    <Panel title={t('stats.byInstance')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('stats.instance')}</th>
            <FiguresHeads />
          </tr>
        </thead>
        <tbody>
          {data.byInstance.map((figures) => (
            <tr key={figures.instanceName}>
              <th scope="row">
                <Link href={`/instances/${figures.instanceName}`}>
                  <AccountName of={figures.instanceName} />
                </Link>
              </th>
              <FiguresCells figures={figures} />
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
