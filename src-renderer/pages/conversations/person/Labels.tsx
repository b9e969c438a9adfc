import { ActionIcon, CloseButton, Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import type { Label } from '../../../../src-shared/contract/labels.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { nextColour } from '../label/colours.ts'
import { LabelDot } from '../label/LabelChip.tsx'
import { ManageLabels } from '../label/ManageLabels.tsx'
import { useLabels } from '../label/queries.ts'
import classes from './person.module.css'
import { Section } from './Section.tsx'

const CREATE = 'create:'
const MANAGE = 'manage:'

const same = (a: string, b: string): boolean => a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase()

/** The labels of the conversation: taken away by their ×, added from a list that also creates. */
export function Labels({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations')
  const all = useLabels()
  const [search, setSearch] = useState('')
  const [isManaging, setManaging] = useState(false)
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      // Whoever clicked elsewhere is there already.
      if (document.activeElement === combobox.searchRef.current) combobox.focusTarget()
    },
  })
  const ids = conversation.labels
  const assign = useMutation(
    api.labels.assign.mutationOptions({
      onError: notifyProblem,
      onSuccess: (changed) =>
        queryClient.setQueryData(api.conversations.get.queryKey({ input: { id: changed.id } }), (data) => data && changed),
    }),
  )
  const create = useMutation(api.labels.create.mutationOptions({ onError: notifyProblem }))
  const setIds = (labelIds: string[]) => assign.mutate({ conversationId: conversation.id, labelIds })
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])
  const known = (label: Label) => label.name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase())
  const shown = all.filter(known)
  const isNew = search.trim() !== '' && !all.some(({ name }) => same(name, search))

  async function submit(value: string): Promise<void> {
    if (value === MANAGE) {
      combobox.closeDropdown()
      setManaging(true)
      return
    }
    if (value !== CREATE) {
      toggle(value)
      return
    }
    const name = search.trim()
    setSearch('')
    const label = await create.mutateAsync({ name, colour: nextColour(all) }).catch(() => null)
    if (!label) return
    await queryClient.invalidateQueries({ queryKey: api.labels.list.key() })
    setIds([...ids, label.id])
  }

  return (
    <Section
      title={t('person.labels')}
      action={
        <Combobox store={combobox} position="bottom-end" width={240} withinPortal onOptionSubmit={(value) => void submit(value)}>
          <Combobox.Target targetType="button">
            <ActionIcon size={26} aria-label={t('person.addLabel')} onClick={() => combobox.toggleDropdown()}>
              <IconPlus size={16} />
            </ActionIcon>
          </Combobox.Target>
          <Combobox.Dropdown className={classes.labelMenu}>
            <Combobox.Search
              aria-label={t('person.findLabel')}
              placeholder={t('person.findLabel')}
              value={search}
              maxLength={40}
              onChange={(event) => {
                setSearch(event.currentTarget.value)
                combobox.updateSelectedOptionIndex()
              }}
            />
            <Combobox.Options aria-label={t('person.labels')} mah={240} style={{ overflowY: 'auto' }}>
              {shown.map(({ id, name, colour }) => (
                <Combobox.Option key={id} value={id} active={ids.includes(id)} className={classes.labelOption}>
                  <LabelDot colour={colour} />
                  <bdi className={classes.otherName}>{name}</bdi>
                  {ids.includes(id) && <IconCheck size={15} aria-hidden className={classes.check} />}
                </Combobox.Option>
              ))}
              {isNew && (
                <Combobox.Option value={CREATE} className={classes.labelOption}>
                  <IconPlus size={14} aria-hidden />
                  {t('person.createLabel', { name: search.trim() })}
                </Combobox.Option>
              )}
              {all.length === 0 && !isNew && <Combobox.Empty>{t('person.typeToCreate')}</Combobox.Empty>}
              {all.length > 0 && search === '' && (
                <Combobox.Option value={MANAGE} className={classes.labelOption}>
                  {t('person.manageLabels')}
                </Combobox.Option>
              )}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
      }
    >
      {ids.length === 0 ? (
        <p className={classes.note}>{t('person.noLabels')}</p>
      ) : (
        <ul className={classes.labels}>
          {all
            .filter(({ id }) => ids.includes(id))
            .map(({ id, name, colour }) => (
              <li key={id} className={classes.label}>
                <LabelDot colour={colour} />
                <bdi className={classes.otherName}>{name}</bdi>
                <CloseButton size="xs" aria-label={t('person.removeLabel', { name })} onClick={() => toggle(id)} />
              </li>
            ))}
        </ul>
      )}
      {isManaging && <ManageLabels onClose={() => setManaging(false)} />}
    </Section>
  )
}
