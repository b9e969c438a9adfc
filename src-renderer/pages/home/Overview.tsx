import { useState } from 'react'
import type { StatsRange } from '../../../src-shared/contract/home.ts'
import type { Home } from '../../../src-shared/contract/system.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { useUi } from '../../stores/ui.ts'
import { Attention } from './Attention.tsx'
import { Connected } from './Connected.tsx'
import { Checklist } from './checklist/Checklist.tsx'
import { ByInstance } from './figures/ByInstance.tsx'
import { Figures } from './figures/Figures.tsx'
import { OverTime } from './figures/OverTime.tsx'
import classes from './home.module.css'
import { Reachable } from './Reachable.tsx'

/** Is everything connected, is anyone waiting, how did it go. */
export function Overview({ home }: { home: Home }) {
  const [range, setRange] = useState<StatsRange>('24h')
  const figures = { range, instanceName: useUi((ui) => ui.instanceFilter) }
  return (
    <PageBody>
      {home.checklist && <Checklist items={home.checklist} />}
      <Figures query={figures} onRange={setRange} />
      <div className={classes.columns}>
        <Attention items={home.attention} />
        <div className={classes.side}>
          <Connected />
          <Reachable />
        </div>
      </div>
      <OverTime query={figures} />
      <ByInstance query={figures} />
    </PageBody>
  )
}
