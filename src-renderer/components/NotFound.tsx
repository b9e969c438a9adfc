import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useTranslation } from '../i18n/use-translation.ts'
import { EmptyState } from './EmptyState.tsx'

export function NotFound() {
  const { t } = useTranslation('errors')
  return (
    <EmptyState
      isPage
      icon={IconMapQuestion}
      title={t('notFoundTitle')}
      text={t('notFoundText')}
      action={
        <Button component={Link} href="/" variant="default">
          {t('goHome')}
        </Button>
      }
    />
  )
}
