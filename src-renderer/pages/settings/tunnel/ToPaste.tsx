import { Button, Collapse } from '@mantine/core'
import { IconQrcode } from '@tabler/icons-react'
import { useState } from 'react'
import type { TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import { AddressQr } from '../../../components/AddressQr.tsx'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { CopyField } from '../../../components/CopyField.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './tunnel.module.css'

type Item = TunnelStatus['toPaste'][number]

/** The accounts whose platform only a person can tell the address. */
export function ToPaste({ items }: { items: Item[] }) {
  const { t } = useTranslation('tunnel')
  return (
    <Panel title={t('paste')} text={t('pasteText')}>
      <ul className={classes.pastes}>
        {items.map((item) => (
          <Paste key={item.instanceName} item={item} />
        ))}
      </ul>
    </Panel>
  )
}

function Paste({ item: { displayName, channel, field, address } }: { item: Item }) {
  const { t } = useTranslation('tunnel')
  const [isShown, setShown] = useState(false)
  return (
    <li className={classes.paste}>
      <div className={classes.line}>
        <span className={classes.account}>
          <ChannelMark channel={channel} size={28} />
          {displayName}
        </span>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconQrcode size={16} aria-hidden />}
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'hideQr' : 'showQr')}
        </Button>
      </div>
      <CopyField label={hubText(field)} value={address} />
      <Collapse expanded={isShown}>{isShown && <AddressQr address={address} label={t('pasteQr', { name: displayName })} />}</Collapse>
    </li>
  )
}
