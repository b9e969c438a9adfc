import { useDocumentTitle } from '../../components/use-document-title.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Wizard } from '../instances/wizard/Wizard.tsx'

/** What a new installation shows instead of Home, until there is something to look at. */
export default function FirstRun() {
  const { t } = useTranslation('accounts')
  useDocumentTitle(t('wizard.firstRunTitle'))
  return <Wizard isFirstRun />
}
