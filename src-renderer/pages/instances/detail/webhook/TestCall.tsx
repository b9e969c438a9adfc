import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { notifyProblem } from '../../../../components/notify.ts'
import { durationText } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { queryClient } from '../../../../hub/query-client.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './webhook.module.css'

/** Finds out whether a call to the address arrives here, before a platform has to. */
export function TestCall({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('accounts')
  const locale = useLocale()
  const test = useMutation(
    api.webhooks.test.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.webhooks.calls.key({ input: { instanceName } }) }),
      onError: notifyProblem,
    }),
  )
  const { data } = test
  const isOk = data?.result === 'arrived'
  const ResultIcon = isOk ? IconCircleCheck : IconCircleX
  return (
    <div className={classes.test}>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ instanceName })}>
        {t('webhooks.test')}
      </Button>
      <output className={classes.result} data-ok={isOk} aria-live="polite">
        {!test.isPending && data && (
          <>
            <ResultIcon size={16} aria-hidden />
            <span>
              {t(`webhooks.result_${data.result}`, { duration: durationText(data.durationMs, locale), status: data.statusCode ?? '' })}
              {isOk && data.isLocalAddress && <span className={classes.note}> {t('webhooks.local')}</span>}
            </span>
          </>
        )}
        {!test.isPending && !data && <span className={classes.note}>{t('webhooks.testText')}</span>}
      </output>
    </div>
  )
}
