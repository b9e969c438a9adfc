import { useDocumentTitle } from '../../../components/use-document-title.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Wizard } from './Wizard.tsx'

export default function WizardPage() {
  const { t } = useTranslation('accounts')
  useDocumentTitle(t('wizard.title'))
  return <Wizard isFirstRun={false} />
}
