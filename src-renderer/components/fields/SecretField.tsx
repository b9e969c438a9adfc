import { Checkbox, PasswordInput } from '@mantine/core'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { GrowingTextarea } from '../GrowingTextarea.tsx'
import type { TypedSecret } from './field-values.ts'
import classes from './fields.module.css'

interface SecretFieldProps {
  field: Field
  label: string
  help: string | undefined
  error: string | undefined
  typed: TypedSecret | undefined
  isSaved: boolean
  /** Saved for another address than the one in the form. */
  isMoved: boolean
  onChange: (typed: TypedSecret) => void
}

/** A secret is typed, replaced, or forgotten, and never shown once it is saved. */
export function SecretField({ field, label, help, error, typed, isSaved, isMoved, onChange }: SecretFieldProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const isForgotten = typed === null || (isMoved && typed === false)
  const forget = t(isMoved ? 'secretUnneeded' : 'secretRemove')
  const shared = {
    label,
    error,
    description: isMoved ? t('addressChanged') : help,
    autoComplete: 'off',
    disabled: isForgotten,
    placeholder: isForgotten ? undefined : isSaved && !isMoved ? t('secretSaved') : field.placeholder,
    value: typed || '',
  }
  return (
    <div className={classes.secret}>
      {field.isLong ? (
        // The field for passwords has one line, and drops the ends of the others.
        <GrowingTextarea
          {...shared}
          className={classes.long}
          minRows={2}
          maxRows={8}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput
          {...shared}
          visibilityToggleButtonProps={{ 'aria-label': t('common:show') }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {isSaved && !field.required && (
        <Checkbox
          size="xs"
          label={forget}
          aria-label={`${forget}: ${hubText(field.label)}`}
          checked={isForgotten}
          onChange={(event) => onChange(event.currentTarget.checked ? (isMoved ? false : null) : '')}
        />
      )}
    </div>
  )
}
