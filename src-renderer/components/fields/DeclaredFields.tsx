import { Button, Collapse, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { shownFields } from '../../../src-shared/declared-form.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { GrowingTextarea } from '../GrowingTextarea.tsx'
import type { FieldError } from './field-errors.ts'
import type { FieldValues } from './field-values.ts'
import classes from './fields.module.css'
import { SecretField } from './SecretField.tsx'

interface DeclaredFieldsProps {
  fields: Field[]
  values: FieldValues
  hasSecrets: Record<string, boolean>
  /** Saved for another address than the one in the form. */
  moved?: readonly string[]
  errors: Record<string, FieldError>
  /** What the hub said is wrong with a field, in the language of the panel. */
  refused?: Record<string, string>
  onChange: (values: FieldValues) => void
  /** Draws a field whose values the other side knows. */
  listed?: (field: Field, error: string | undefined) => ReactNode
  /** Folded away with the advanced fields. */
  more?: ReactNode
}

interface FieldProps extends Omit<DeclaredFieldsProps, 'fields' | 'more'> {
  field: Field
}

function FieldInput({ field, values, hasSecrets, moved = [], errors, refused = {}, onChange, listed }: FieldProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const code = errors[field.name]
  const error = code === undefined ? refused[field.name] : t(`wizard.${code}`)
  const help = field.help === undefined ? undefined : hubText(field.help)
  const name = hubText(field.label)
  const label = field.required ? name : `${name} (${t('common:optional')})`
  const shared = { label, description: help, error }
  const value = values.settings[field.name]
  const setSetting = (next: unknown) => onChange({ ...values, settings: { ...values.settings, [field.name]: next } })
  if (field.kind === 'boolean') {
    return <Switch label={name} description={help} checked={value === true} onChange={(event) => setSetting(event.currentTarget.checked)} />
  }
  if (field.kind === 'listed' && listed) return listed(field, error)
  if (field.kind === 'number') {
    return (
      <NumberInput
        {...shared}
        min={field.min}
        max={field.max}
        placeholder={field.placeholder}
        clampBehavior="blur"
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => setSetting(typeof next === 'number' ? next : undefined)}
      />
    )
  }
  if (field.kind === 'longText') {
    return (
      <GrowingTextarea
        {...shared}
        minRows={3}
        maxRows={14}
        maxLength={20_000}
        placeholder={field.placeholder}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => setSetting(event.currentTarget.value)}
      />
    )
  }
  if (field.kind === 'secret') {
    return (
      <SecretField
        field={field}
        label={label}
        help={help}
        error={error}
        typed={values.secrets[field.name]}
        isSaved={hasSecrets[field.name] === true}
        isMoved={moved.includes(field.name)}
        onChange={(next) => onChange({ ...values, secrets: { ...values.secrets, [field.name]: next } })}
      />
    )
  }
  if (field.kind === 'choice') {
    return (
      <Select
        {...shared}
        allowDeselect={!field.required}
        data={(field.options ?? []).map((option) => ({ value: option.value, label: hubText(option.label) }))}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => setSetting(next ?? '')}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      type={field.kind === 'phone' ? 'tel' : field.kind === 'url' ? 'url' : 'text'}
      autoComplete="off"
      spellCheck={false}
      placeholder={field.placeholder}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      onChange={(event) => setSetting(event.currentTarget.value)}
    />
  )
}

/** Fields of one name may belong to several choices. */
const keyOf = ({ name, when }: Field): string => `${name} ${when?.is ?? ''}`

/** The form that a channel, a kind of agent or a way of the tunnel declares for itself. */
export function DeclaredFields({ fields, more, ...rest }: DeclaredFieldsProps) {
  const { t } = useTranslation('accounts')
  const shown = shownFields(fields, rest.values.settings)
  const advanced = shown.filter((field) => field.advanced)
  const [isOpen, setOpen] = useState(false)
  // An error in a folded field must not stop someone without a visible reason.
  const isExpanded = isOpen || advanced.some(({ name }) => rest.errors[name] ?? rest.refused?.[name])
  return (
    <div className={classes.fields}>
      {shown
        .filter((field) => !field.advanced)
        .map((field) => (
          <FieldInput key={keyOf(field)} field={field} {...rest} />
        ))}
      {(advanced.length > 0 || more) && (
        <>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.more}
            aria-expanded={isExpanded}
            onClick={() => setOpen(!isExpanded)}
          >
            {t('advanced')}
          </Button>
          <Collapse expanded={isExpanded}>
            <div className={classes.fields}>
              {advanced.map((field) => (
                <FieldInput key={keyOf(field)} field={field} {...rest} />
              ))}
              {more}
            </div>
          </Collapse>
        </>
      )}
    </div>
  )
}
