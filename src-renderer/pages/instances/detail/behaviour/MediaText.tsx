import { Select, Switch, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { Behaviour, Instance } from '../../../../../src-shared/contract/instances.ts'
import { useAgents } from '../../../../components/agent/queries.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'
import { SecondsInput } from '../SecondsInput.tsx'
import { TestTranscription } from './TestTranscription.tsx'

/** What is spoken where this product is sold, and by those who come there; models know many more. */
const LANGUAGES = ['pt', 'es', 'en', 'fr', 'it', 'de', 'nl', 'pl', 'uk', 'ru', 'tr', 'ar', 'he', 'hi', 'id', 'ja', 'ko', 'vi', 'zh']

interface MediaTextProps {
  instance: Instance
  value: Behaviour['mediaText']
  onChange: (part: Partial<Behaviour>) => void
}

/** Voice notes, pictures and documents: what is made of them, and who gets it. */
export function MediaText({ instance, value, onChange }: MediaTextProps) {
  const { t } = useTranslation(['mediaText', 'agents'])
  const locale = useLocale()
  const { profiles, types } = useAgents()
  const { voice, documents } = value
  const changeVoice = (part: Partial<typeof voice>) => onChange({ mediaText: { ...value, voice: { ...voice, ...part } } })
  const changeDocuments = (part: Partial<typeof documents>) => onChange({ mediaText: { ...value, documents: { ...documents, ...part } } })

  const offers = (kind: string) => types?.find((type) => type.kind === kind)?.offers
  const transcribers = (profiles ?? []).filter(({ kind }) => offers(kind)?.transcription === true)
  const isGone = profiles !== undefined && voice.agentProfileId !== null && !transcribers.some(({ id }) => id === voice.agentProfileId)
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  const languages = LANGUAGES.includes(voice.language) || voice.language === '' ? LANGUAGES : [voice.language, ...LANGUAGES]

  return (
    <Panel title={t('title')} text={t('intro')}>
      <div className={classes.form}>
        <Select
          label={t('voiceWho')}
          description={t('voiceHelp')}
          allowDeselect={false}
          error={isGone ? t('voiceGone') : undefined}
          data={[{ value: '', label: t('nobody') }, ...transcribers.map(({ id, name }) => ({ value: id, label: name }))]}
          value={isGone ? null : (voice.agentProfileId ?? '')}
          onChange={(id) => changeVoice({ agentProfileId: id === null || id === '' ? null : id })}
        />
        {profiles && types && transcribers.length === 0 && (
          <p className={classes.hint}>
            {t('noHearer')} <Link href="/agents/new">{t('addHearer')}</Link>
          </p>
        )}
        {voice.agentProfileId !== null && !isGone && (
          <>
            <div className={classes.pair}>
              <TextInput
                label={t('model')}
                description={t('modelHelp')}
                maxLength={200}
                spellCheck={false}
                value={voice.model}
                onChange={(event) => changeVoice({ model: event.currentTarget.value })}
              />
              <Select
                label={t('language')}
                searchable
                allowDeselect={false}
                data={[
                  { value: '', label: t('anyLanguage') },
                  ...languages.map((code) => ({ value: code, label: names.of(code) ?? code })),
                ]}
                value={voice.language}
                onChange={(language) => changeVoice({ language: language ?? '' })}
              />
            </div>
            <div className={classes.pair}>
              <SecondsInput
                label={t('wait')}
                help={t('waitHelp')}
                valueMs={voice.waitMs}
                maxMs={120_000}
                onChange={(waitMs) => changeVoice({ waitMs })}
              />
            </div>
            <TestTranscription agentProfileId={voice.agentProfileId} model={voice.model} language={voice.language}>
              {t('price')} <Link href="/agents">{t('agents:spend.pricesTitle')}</Link>
            </TestTranscription>
          </>
        )}
        <Pictures instance={instance} />
        <Switch
          label={t('documents')}
          description={t('documentsHelp')}
          checked={documents.isOn}
          onChange={(event) => changeDocuments({ isOn: event.currentTarget.checked })}
        />
        {documents.isOn && (
          <WholeNumber
            label={t('characters')}
            description={t('charactersHelp')}
            min={500}
            max={100_000}
            step={1000}
            maw={390}
            value={documents.maxCharacters}
            onChange={(maxCharacters) => changeDocuments({ maxCharacters })}
          />
        )}
      </div>
    </Panel>
  )
}

/** Whether pictures are looked at is set once, at the agent; here stands what that comes to. */
function Pictures({ instance }: { instance: Instance }) {
  const { t } = useTranslation('mediaText')
  const { profiles, types } = useAgents()
  const { profileId, name } = instance.agent
  const profile = profiles?.find(({ id }) => id === profileId)
  const canSee = types?.find(({ kind }) => kind === profile?.kind)?.offers.images === true
  if (!profile || !types) return null
  const agent = hubText(name)
  const state = !canSee ? 'picturesUnable' : profile.flags.takesImages ? 'picturesSeen' : 'picturesUnseen'
  return (
    <div>
      <p className={classes.label}>{t('pictures')}</p>
      <p className={classes.hintBelow}>
        {t(state, { agent })} {canSee && <Link href={`/agents/${profileId}`}>{t('changeAgent')}</Link>}
      </p>
    </div>
  )
}
