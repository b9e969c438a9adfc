import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './address-qr.module.css'

/** The light border that readers need, in modules. */
const QUIET = 3

/** One path of squares, and how wide it is with its border. Drawn here: the address need not go to the hub and back. */
async function drawQr(text: string): Promise<{ path: string; size: number }> {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const squares: string[] = []
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) squares.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`)
  return { path: squares.join(''), size: modules.size + 2 * QUIET }
}

/** An address for a phone's camera. */
export function AddressQr({ address, label }: { address: string; label: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({ queryKey: ['address-qr', address], queryFn: () => drawQr(address), staleTime: Number.POSITIVE_INFINITY })
  return (
    <figure className={classes.figure}>
      {data ? (
        <svg viewBox={`0 0 ${data.size} ${data.size}`} className={classes.code} role="img" aria-label={label} shapeRendering="crispEdges">
          <path d={data.path} />
        </svg>
      ) : (
        <Skeleton className={classes.code} aria-label={t('loading')} />
      )}
    </figure>
  )
}
