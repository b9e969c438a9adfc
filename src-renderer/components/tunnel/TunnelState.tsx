import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { clockTime } from '../../format/time.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { StateDot } from '../StateDot.tsx'
import dots from '../state-dot.module.css'
import { tunnelMood } from './tunnel-mood.ts'

/** The state of the tunnel in words, with its colour beside it. */
export function TunnelState({ status }: { status: TunnelStatus }) {
  const { t } = useTranslation('tunnel')
  const locale = useLocale()
  const { dot, words } = tunnelMood(status)
  return (
    <span className={dots.words} data-state={dot} role="status">
      <StateDot state={dot} />
      {t(`state_${words}`, { time: status.retryAt === null ? '' : clockTime(status.retryAt, locale) })}
    </span>
  )
}
