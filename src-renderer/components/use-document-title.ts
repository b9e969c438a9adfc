import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

export function useDocumentTitle(title: string): void {
  const { t } = useTranslation()
  const full = `${title} · ${t('appName')}`
  useEffect(() => {
    document.title = full
  }, [full])
}
