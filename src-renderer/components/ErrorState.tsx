import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { problemOf } from '../hub/problem.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { EmptyState } from './EmptyState.tsx'

/** What happened, what was kept, and the way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['errors', 'common'])
  const { code, message } = problemOf(error)
  return (
    <div role="alert" style={{ display: 'contents' }}>
      <EmptyState
        icon={IconCloudOff}
        tone="bad"
        title={t('title')}
        text={`${message ?? t(`${code}`)} ${t('kept')}`}
        action={
          <Button variant="default" onClick={onRetry}>
            {t('common:retry')}
          </Button>
        }
      />
    </div>
  )
}
