import { useTranslation } from '../../../i18n/use-translation.ts'
import type { LabelledStretch } from './chart.ts'
import { FiguresCells, FiguresHeads } from './FiguresCells.tsx'
import classes from './figures.module.css'

export function OverTimeTable({ stretches }: { stretches: LabelledStretch[] }) {
  const { t } = useTranslation('home')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label={t('stats.overTime')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('stats.when')}</th>
            <FiguresHeads />
          </tr>
        </thead>
        <tbody>
          {stretches.toReversed().map((stretch) => (
            <tr key={stretch.from}>
              <th scope="row">{stretch.label}</th>
              <FiguresCells figures={stretch} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
