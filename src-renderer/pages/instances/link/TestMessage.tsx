import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

/** Has the account say something to whoever sets it up, so that one sees that it can. */
export function TestMessage({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('accounts')
  const test = useMutation(api.instances.sendTest.mutationOptions())
  return (
    <>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ name: instanceName, text: t('testMessageText') })}>
        {t('testMessage')}
      </Button>
      <output aria-live="polite">{test.isSuccess && t('testMessageSent')}</output>
      <ProblemAlert error={test.error} />
    </>
  )
}
