import { Button, Skeleton } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { sizeText, wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { shares } from './shares.ts'
import classes from './storage.module.css'

export function Usage() {
  const { t } = useTranslation('settings')
  const locale = useLocale()
  const usage = useQuery(api.retention.usage.queryOptions({ staleTime: 0 }))
  const settings = useQuery(api.retention.get.queryOptions({ staleTime: 0 }))
  const free = useMutation(
    api.retention.freeSpace.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.retention.key() }),
      onError: notifyProblem,
    }),
  )
  const last = settings.data?.lastCleanUp ?? null
  const deleted = last === null ? 0 : Object.values(last.deleted).reduce((sum, count) => sum + count, 0)
  return (
    <Panel
      title={t('storage.usage')}
      text={t('storage.usageText')}
      action={
        <Button
          variant="default"
          leftSection={<IconEraser size={16} aria-hidden />}
          loading={free.isPending}
          onClick={() => free.mutate(undefined)}
        >
          {t('storage.freeNow')}
        </Button>
      }
    >
      {usage.isPending && <Skeleton height={148} />}
      {usage.isError && !usage.data && <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.data && (
        <>
          <p className={classes.total}>
            <strong className="num">{sizeText(usage.data.databaseBytes, locale)}</strong> {t('storage.inDatabase')}
          </p>
          <div className={classes.bar} aria-hidden>
            {shares(usage.data).map(({ part, share }) => (
              <span key={part} data-part={part} style={{ flexGrow: share }} />
            ))}
          </div>
          <dl className={classes.parts}>
            {shares(usage.data).map(({ part, bytes, count }) => (
              <div key={part}>
                <dt>
                  <span className={classes.dot} data-part={part} aria-hidden />
                  {t(`storage.part_${part}`)}
                </dt>
                <dd className="num">
                  {sizeText(bytes, locale)}
                  {count !== null && <span>{t('storage.count', { count, number: wholeNumber(count, locale) })}</span>}
                </dd>
              </div>
            ))}
          </dl>
          <p className={classes.beside}>
            {t('storage.beside', { logs: sizeText(usage.data.logsBytes, locale), backups: sizeText(usage.data.backupsBytes, locale) })}
          </p>
        </>
      )}
      {last && (
        <p className={classes.last} role="status" data-bad={last.error !== null || undefined}>
          {t('storage.lastCleanUp')} <TimeText iso={last.at} />:{' '}
          {last.error !== null
            ? hubText(last.error)
            : deleted === 0
              ? t('storage.nothingDeleted')
              : t('storage.deleted', { count: deleted, number: wholeNumber(deleted, locale) })}
          {last.freedBytes > 0 && ` ${t('storage.freed', { size: sizeText(last.freedBytes, locale) })}`}
        </p>
      )}
    </Panel>
  )
}
