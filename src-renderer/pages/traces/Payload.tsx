import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconChevronRight, IconCopy, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { TracePayload } from '../../../src-shared/contract/traces.ts'
import { download } from '../../components/download.ts'
import { JsonView } from '../../components/json/JsonView.tsx'
import { prettyJson } from '../../components/json/json-lines.ts'
import { sizeText } from '../../format/number.ts'
import { clockTime, exactTime } from '../../format/time.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './trace.module.css'

export function Payload({ payload }: { payload: TracePayload }) {
  const { t } = useTranslation(['traces', 'common'])
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const name = t(`payload_${payload.kind}`)
  return (
    <div className={classes.payload}>
      <div className={classes.payloadHead}>
        <button type="button" className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <IconChevronRight size={16} aria-hidden className={classes.chevron} />
          <span className={classes.payloadName}>{name}</span>
          <span className={`num ${classes.payloadFacts}`} title={exactTime(payload.at, locale)}>
            {[payload.statusCode, sizeText(payload.sizeBytes, locale), clockTime(payload.at, locale)]
              .filter((fact) => fact !== null)
              .join(' · ')}
          </span>
        </button>
        <Tooltip label={t('filters.download', { name })}>
          <ActionIcon
            size={28}
            aria-label={t('filters.download', { name })}
            onClick={() => download(`${payload.kind}-${payload.id}.json`, prettyJson(payload.body))}
          >
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
        <CopyButton value={prettyJson(payload.body)}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'common:copied' : 'common:copy')}>
              <ActionIcon aria-label={t('copyPayload', { name })} onClick={copy} size={28}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      {isOpen && <JsonView text={payload.body} label={name} />}
    </div>
  )
}
