import { useTranslation } from 'react-i18next'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { About } from './About.tsx'
import { ApiKeys } from './ApiKeys.tsx'
import { Appearance } from './Appearance.tsx'

export default function SettingsPage() {
  const { t } = useTranslation('settings')
  return (
    <>
      <PageHeader title={t('title')} />
      <PageBody width={820}>
        <Appearance />
        <ApiKeys />
        <About />
      </PageBody>
    </>
  )
}
