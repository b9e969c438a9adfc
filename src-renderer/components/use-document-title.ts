import { useEffect } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'

export function useDocumentTitle(title: string): void {
  const { t } = useTranslation()
  const full = `${title} · ${t('appName')}`
  useEffect(() => {
    document.title = full
  }, [full])
}
