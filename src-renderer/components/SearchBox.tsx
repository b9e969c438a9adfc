import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'

interface SearchBoxProps {
  id?: string
  label: string
  value: string
  onChange: (value: string) => void
  width?: number | string
}

export function SearchBox({ id, label, value, onChange, width }: SearchBoxProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      id={id}
      type="text"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={value}
      w={width}
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={value ? <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => onChange('')} /> : null}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('')
      }}
    />
  )
}
