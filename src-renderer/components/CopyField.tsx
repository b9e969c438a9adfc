import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'

interface CopyFieldProps {
  label: string
  value: string
  isLabelHidden?: boolean
}

/** A value to take elsewhere: selected by a click, copied by the button. */
export function CopyField({ label, value, isLabelHidden = false }: CopyFieldProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={isLabelHidden ? undefined : label}
      aria-label={label}
      readOnly
      value={value}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
      onFocus={(event) => event.currentTarget.select()}
      rightSectionWidth={40}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'copied' : 'copy')}>
              <ActionIcon aria-label={`${t(copied ? 'copied' : 'copy')}: ${label}`} onClick={copy} size={28}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  )
}
