import type { Figures } from '../../../../src-shared/contract/home.ts'
import { durationText, percentText, wholeNumber } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

export function FiguresHeads() {
  const { t } = useTranslation('home')
  return (['received', 'answerRate', 'median', 'p95', 'failed'] as const).map((key) => (
    <th key={key} scope="col" data-number>
      {t(`stats.${key}`)}
    </th>
  ))
}

export function FiguresCells({ figures }: { figures: Figures }) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  const time = (ms: number | null) => (ms === null ? t('stats.none') : durationText(ms, locale))
  return (
    <>
      <td data-number>{wholeNumber(figures.received, locale)}</td>
      <td data-number>{figures.answerRate === null ? t('stats.none') : percentText(figures.answerRate, locale)}</td>
      <td data-number>{time(figures.medianMs)}</td>
      <td data-number>{time(figures.p95Ms)}</td>
      <td data-number data-bad={figures.failed > 0 || undefined}>
        {wholeNumber(figures.failed, locale)}
      </td>
    </>
  )
}
