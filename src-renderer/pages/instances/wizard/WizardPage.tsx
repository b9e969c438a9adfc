import { useTranslation } from 'react-i18next'
import { useDocumentTitle } from '../../../components/use-document-title.ts'
import { Wizard } from './Wizard.tsx'

export default function WizardPage() {
  const { t } = useTranslation('wizard')
  useDocumentTitle(t('title'))
  return <Wizard isFirstRun={false} />
}
