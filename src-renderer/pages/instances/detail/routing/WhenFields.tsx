import { Checkbox, MultiSelect, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core'
import type { RouteWhen } from '../../../../../src-shared/contract/routing.ts'
import { dateFormat } from '../../../../format/intl.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { useLabels } from '../../../conversations/label/queries.ts'
import { BROUGHT } from './drafts.ts'
import classes from './routing.module.css'

/** A Sunday, for the names of the days. */
const SUNDAY_MS = Date.UTC(2026, 10, 15)
const DAY_MS = 24 * 60 * 60_000
/** A week as shops count it: from Monday on. */
const WEEK = [1, 2, 3, 4, 5, 6, 0]

interface WhenFieldsProps<W extends RouteWhen = RouteWhen> {
  when: W
  onChange: (when: RouteWhen) => void
}

function Hours({ when, onChange }: WhenFieldsProps<Extract<RouteWhen, { kind: 'schedule' }>>) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const short = dateFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    <div className={classes.fields}>
      <SegmentedControl
        aria-label={t('routing.hoursWhich')}
        value={when.isOutside ? 'outside' : 'within'}
        data={[
          { value: 'within', label: t('routing.hoursWithin') },
          { value: 'outside', label: t('routing.hoursOutside') },
        ]}
        onChange={(which) => onChange({ ...when, isOutside: which === 'outside' })}
      />
      <Checkbox.Group
        aria-label={t('routing.hoursDays')}
        value={when.days.map(String)}
        onChange={(days) => onChange({ ...when, days: days.map(Number) })}
      >
        <div className={classes.days}>
          {WEEK.map((day) => (
            <Checkbox key={day} value={String(day)} label={short.format(SUNDAY_MS + day * DAY_MS)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.times}>
        <TextInput
          type="time"
          label={t('routing.hoursFrom')}
          value={when.from}
          onChange={(event) => onChange({ ...when, from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('routing.hoursTo')}
          value={when.to}
          onChange={(event) => onChange({ ...when, to: event.currentTarget.value })}
        />
      </div>
    </div>
  )
}

function Words({ label, help, words, onChange }: { label: string; help: string; words: string[]; onChange: (words: string[]) => void }) {
  const { t } = useTranslation('agents')
  return (
    <TagsInput
      label={label}
      description={help}
      placeholder={words.length === 0 ? t('routing.wordsPlaceholder') : undefined}
      value={words}
      splitChars={[',', ';']}
      acceptValueOnBlur
      maxTags={100}
      onChange={(next) => onChange(next.map((word) => word.slice(0, 100)))}
    />
  )
}

/** What a rule asks of a message, by its kind. */
export function WhenFields({ when, onChange }: WhenFieldsProps) {
  const { t } = useTranslation(['agents', 'conversations'])
  const labels = useLabels()
  switch (when.kind) {
    case 'prefix':
      return (
        <TextInput
          label={t('routing.prefix')}
          description={t('routing.prefixHelp')}
          placeholder="!a"
          maxLength={20}
          value={when.prefix}
          onChange={(event) => onChange({ ...when, prefix: event.currentTarget.value })}
        />
      )
    case 'keywords':
      return (
        <Words
          label={t('routing.words')}
          help={t('routing.wordsHelp')}
          words={when.words}
          onChange={(words) => onChange({ ...when, words })}
        />
      )
    case 'pattern':
      return (
        <TextInput
          label={t('routing.pattern')}
          description={t('routing.patternHelp')}
          maxLength={500}
          classNames={{ input: 'mono' }}
          value={when.pattern}
          onChange={(event) => onChange({ ...when, pattern: event.currentTarget.value })}
        />
      )
    case 'intent':
      return (
        <div className={classes.fields}>
          <TextInput
            label={t('routing.intent')}
            placeholder={t('routing.intentPlaceholder')}
            maxLength={100}
            value={when.intent}
            onChange={(event) => onChange({ ...when, intent: event.currentTarget.value })}
          />
          <Words
            label={t('routing.intentWords')}
            help={t('routing.intentWordsHelp')}
            words={when.words}
            onChange={(words) => onChange({ ...when, words })}
          />
        </div>
      )
    case 'schedule':
      return <Hours when={when} onChange={onChange} />
    case 'label':
      return labels.length === 0 ? (
        <p className={classes.hint}>{t('routing.noLabels')}</p>
      ) : (
        <Select
          label={t('routing.label')}
          placeholder={t('routing.choose')}
          allowDeselect={false}
          value={when.labelId || null}
          data={labels.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(labelId) => onChange({ ...when, labelId: labelId ?? '' })}
        />
      )
    case 'media':
      return (
        <MultiSelect
          label={t('routing.brings')}
          placeholder={when.kinds.length === 0 ? t('routing.choose') : undefined}
          value={when.kinds}
          data={BROUGHT.map((kind) => ({ value: kind, label: t(`routing.kind_${kind}`) }))}
          onChange={(kinds) => onChange({ ...when, kinds: BROUGHT.filter((kind) => kinds.includes(kind)) })}
        />
      )
  }
}
