import { Alert, Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { problemOf } from '../../../hub/problem.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

interface ConnectProblemProps {
  error: unknown
  /** What the connection says of itself, where no call failed. */
  message: string | null
  /** Nothing failed, but nothing continues automatically either. */
  isOver?: boolean
  onRetry: () => void
}

/** Why it is not connected, what is kept, and how to go on. */
export function ConnectProblem({ error, message, isOver = false, onRetry }: ConnectProblemProps) {
  const { t } = useTranslation(['accounts', 'errors', 'common'])
  const problem = error ? problemOf(error) : null
  const sentence = problem ? (problem.message ?? t(`errors:${problem.code}`)) : message === null ? null : hubText(message)
  return (
    <Alert color={isOver ? 'yellow' : 'red'} icon={<IconAlertCircle />} title={t('problemTitle')} role="alert">
      {sentence && <p style={{ margin: '0 0 10px' }}>{sentence}</p>}
      <p style={{ margin: '0 0 10px' }}>{t('problemKept')}</p>
      <Button variant="default" onClick={onRetry}>
        {t(isOver ? 'connect' : 'common:retry')}
      </Button>
    </Alert>
  )
}
