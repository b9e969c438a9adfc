import { Combobox, Modal, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Keys } from '../shortcuts/Keys.tsx'
import classes from './palette.module.css'
import { find } from './rank.ts'
import { closePalette, usePalette } from './store.ts'
import { useCommands } from './use-commands.tsx'
import { usePeople } from './use-people.tsx'

const GROUPS = ['people', 'actions', 'pages', 'instances'] as const
/** Nothing typed: the pages first, as a menu; typed: a person is meant most often. */
const RESTING_GROUPS = ['pages', 'actions', 'instances'] as const

const COMBOBOX = { role: 'combobox', 'aria-autocomplete': 'list' } as const

function PaletteBody() {
  const { t } = useTranslation('shell')
  const [query, setQuery] = useState('')
  const combobox = useCombobox({ defaultOpened: true, onDropdownClose: closePalette })
  const people = usePeople(query)
  const found = [...people, ...find(useCommands(), query)]
  const isResting = query.trim() === ''
  const groups = (isResting ? RESTING_GROUPS : GROUPS)
    .map((group) => ({ group, commands: found.filter((command) => command.group === group) }))
    .filter(({ commands }) => commands.length > 0)
  const order = groups.flatMap(({ commands }) => commands.map(({ id }) => id)).join('\n')

  // Enter runs what stands first, without an arrow key before it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list itself is what changes the choice
  useEffect(() => {
    combobox.selectFirstOption()
  }, [order])

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        closePalette()
        found.find((command) => command.id === id)?.run()
      }}
    >
      <div className={classes.search}>
        <IconSearch size={18} stroke={1.75} aria-hidden className={classes.searchIcon} />
        <Combobox.EventsTarget withExpandedAttribute>
          <input
            type="text"
            // The target fills in the other attributes of the role.
            {...COMBOBOX}
            className={classes.input}
            aria-label={t('palette.placeholder')}
            placeholder={t('palette.placeholder')}
            // At once, and not when the dialog has arrived: who knows the keys types on without looking.
            // biome-ignore lint/a11y/noAutofocus: a dialog takes the focus anyway
            autoFocus
            data-autofocus
            maxLength={200}
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
      </div>
      <Combobox.Options className={classes.list} aria-label={t('palette.results')} tabIndex={0}>
        {groups.map(({ group, commands }) => (
          <Combobox.Group key={group} label={t(`palette.group_${group}`)} classNames={{ groupLabel: classes.group }}>
            {commands.map(({ id, icon, label, note, keys }) => (
              <Combobox.Option key={id} value={id} className={classes.option}>
                <span className={classes.icon} aria-hidden>
                  {icon}
                </span>
                <span className={classes.label}>{label}</span>
                {note && <span className={classes.note}>{note}</span>}
                {keys && (
                  <span aria-hidden>
                    <Keys keys={keys} />
                  </span>
                )}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
        {groups.length === 0 && <Combobox.Empty className={classes.none}>{t('palette.none', { query: query.trim() })}</Combobox.Empty>}
      </Combobox.Options>
      <div className={classes.foot} aria-hidden>
        <span>
          <Keys keys="arrowup" /> <Keys keys="arrowdown" /> {t('palette.navigateHint')}
        </span>
        <span>
          <Keys keys="enter" /> {t('palette.openHint')}
        </span>
        <span>
          <Keys keys="escape" /> {t('palette.closeHint')}
        </span>
      </div>
    </Combobox>
  )
}

/** Go anywhere, find anyone, do anything, without the mouse. */
export function Palette() {
  const { t } = useTranslation('shell')
  const isOpen = usePalette((state) => state.isOpen)
  return (
    <Modal.Root opened={isOpen} onClose={closePalette} size={620} yOffset="12vh" centered={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.32} />
      <Modal.Content className={classes.content} aria-label={t('palette.title')}>
        <Modal.Body p={0}>
          <PaletteBody />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
