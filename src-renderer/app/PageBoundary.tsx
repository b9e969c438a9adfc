import { Button } from '@mantine/core'
import { IconMoodSad } from '@tabler/icons-react'
import { Component, type ReactNode } from 'react'
import { EmptyState } from '../components/EmptyState.tsx'
import { useTranslation } from '../i18n/use-translation.ts'

function PageCrashed() {
  const { t } = useTranslation('errors')
  return (
    <EmptyState
      isPage
      icon={IconMoodSad}
      title={t('pageCrashed')}
      text={t('pageCrashedText')}
      action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}
    />
  )
}

/** A page that throws takes down neither the rail nor the other pages. */
export class PageBoundary extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true }
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <PageCrashed /> : this.props.children
  }
}
