import { Skeleton } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'

/** While the code of a page is on its way: the header line that every page has. */
export function PageLoading() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} style={{ padding: '22px 24px' }}>
      <Skeleton height={20} width={180} />
    </div>
  )
}
