import type { ReactNode } from 'react'
import { durationText, sizeText } from '../../format/number.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { TimeText } from '../TimeText.tsx'
import classes from './call-table.module.css'

/** What every table shows of a call. */
interface ShownCall {
  id: string
  at: string
  statusCode: number
  sizeBytes: number | null
  durationMs: number
}

/** What one table says of its calls besides. */
interface CallColumn<Call> {
  title: string
  cell: (call: Call) => ReactNode
  /** What a machine wrote. */
  isCode?: boolean
}

interface CallTableProps<Call> {
  label: string
  calls: Call[]
  columns: CallColumn<Call>[]
}

/** Calls that came in, newest first, in a box of its own height. */
export function CallTable<Call extends ShownCall>({ label, calls, columns }: CallTableProps<Call>) {
  const { t } = useTranslation('common')
  const locale = useLocale()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.calls} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('calls.time')}</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col" data-number>
              {t('calls.status')}
            </th>
            <th scope="col" data-number>
              {t('calls.size')}
            </th>
            <th scope="col" data-number>
              {t('calls.duration')}
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.id}>
              <td>
                <TimeText iso={call.at} />
              </td>
              {columns.map(({ title, cell, isCode }) => (
                <td key={title} className={isCode ? classes.code : undefined}>
                  {cell(call)}
                </td>
              ))}
              <td className="num" data-number data-bad={call.statusCode >= 400 || undefined}>
                {call.statusCode}
              </td>
              <td className="num" data-number>
                {call.sizeBytes === null ? '–' : sizeText(call.sizeBytes, locale)}
              </td>
              <td className="num" data-number>
                {durationText(call.durationMs, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
