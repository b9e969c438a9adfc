import { type MantineColorScheme, SegmentedControl, Select, useMantineColorScheme } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'
import { useLanguage } from '../../i18n/Language.tsx'
import { isLanguageCode, LANGUAGES } from '../../i18n/languages.ts'
import { chooseLanguage } from '../../i18n/setup.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './settings.module.css'

const SCHEMES: MantineColorScheme[] = ['auto', 'light', 'dark']

export function Appearance() {
  const { t } = useTranslation('settings')
  const language = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Panel title={t('appearance')}>
      <div className={classes.form}>
        <div>
          <p className={classes.label}>{t('theme')}</p>
          <SegmentedControl
            aria-label={t('theme')}
            value={colorScheme}
            data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`theme_${scheme}`) }))}
            onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? 'auto')}
          />
        </div>
        <Select
          label={t('language')}
          description={t('languageHelp')}
          maw={320}
          allowDeselect={false}
          value={language}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(value) => {
            if (isLanguageCode(value)) void chooseLanguage(value)
          }}
        />
      </div>
    </Panel>
  )
}
