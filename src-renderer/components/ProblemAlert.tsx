import { Alert } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { problemOf } from '../hub/problem.ts'
import { useTranslation } from '../i18n/use-translation.ts'

/** Why the last attempt failed, where it was made; nothing while nothing failed. */
export function ProblemAlert({ error }: { error: unknown }) {
  const { t } = useTranslation('errors')
  if (!error) return null
  const problem = problemOf(error)
  return (
    <Alert mt="md" color="red" icon={<IconAlertCircle />} role="alert">
      {problem.message ?? t(problem.code)}
    </Alert>
  )
}
