import { Button } from '@mantine/core'
import { useState } from 'react'
import type { AgentProfile, AgentType } from '../../../src-shared/contract/agents.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Form } from '../Form.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { AgentFields } from './AgentFields.tsx'
import { AgentGlyph } from './AgentGlyph.tsx'
import classes from './agent.module.css'
import { type AgentDraft, createInput, draftErrors, newDraft } from './agent-draft.ts'
import { useCreateAgent } from './queries.ts'

interface NewAgentProps {
  types: AgentType[]
  onCreated: (profile: AgentProfile) => void
}

/** From the kind of an agent to a saved one. */
export function NewAgent({ types, onCreated }: NewAgentProps) {
  const { t } = useTranslation(['agents', 'common'])
  const [draft, setDraft] = useState<AgentDraft | null>(null)
  const [isChecked, setChecked] = useState(false)
  const create = useCreateAgent(onCreated)
  const type = types.find(({ kind }) => kind === draft?.kind)

  if (draft === null || type === undefined) {
    return (
      <fieldset className={classes.choose}>
        <legend className={classes.chooseTitle}>{t('kindTitle')}</legend>
        <p className={classes.help}>{t('kindText')}</p>
        <div className={classes.kinds}>
          {types
            // There is one, built in.
            .filter(({ fields }) => fields.length > 0)
            .map((one) => (
              <button
                key={one.kind}
                type="button"
                className={classes.kindButton}
                onClick={() => setDraft(newDraft(one, hubText(one.name).replace(/ \(.*$/, '')))}
              >
                <AgentGlyph kind={one.kind} />
                <span>
                  <span className={classes.kindTitle}>{hubText(one.name)}</span>
                  <span className={classes.kindText}>{hubText(one.description)}</span>
                </span>
              </button>
            ))}
        </div>
      </fieldset>
    )
  }

  function submit(): void {
    setChecked(true)
    if (draft !== null && type !== undefined && draftErrors(draft, type, {}) === null) create.mutate(createInput(draft))
  }

  return (
    <Form onSubmit={submit} noValidate>
      <div className={classes.kindLine}>
        <AgentGlyph kind={type.kind} />
        <span>
          <span className={classes.kindTitle}>{hubText(type.name)}</span>
          <span className={classes.kindText}>{hubText(type.description)}</span>
        </span>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setDraft(null)}>
          {t('otherKind')}
        </Button>
      </div>
      <AgentFields draft={draft} type={type} hasSecrets={{}} isChecked={isChecked} onChange={setDraft} />
      <ProblemAlert error={create.error} />
      <div className={classes.actions}>
        <Button type="submit" loading={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </Form>
  )
}
