import { Modal } from '@mantine/core'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './help-sheet.module.css'
import { Keys } from './Keys.tsx'
import { SCOPES, useShortcuts } from './registry.ts'

/** Every key that works right now, by where it works. */
export function HelpSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['shell', 'common'])
  const all = useShortcuts((state) => state.all)
  const groups = SCOPES.map((scope) => ({
    scope,
    shortcuts: all.filter((shortcut) => shortcut.scope === scope && shortcut.keys !== null),
  })).filter(({ shortcuts }) => shortcuts.length > 0)
  return (
    <Modal opened={isOpen} onClose={onClose} size={640} title={t('shortcuts.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className={classes.groups}>
        {groups.map(({ scope, shortcuts }) => (
          <section key={scope} aria-labelledby={`shortcuts-${scope}`}>
            <h3 id={`shortcuts-${scope}`} className={classes.heading}>
              {t(`shortcuts.scope_${scope}`)}
            </h3>
            <dl className={classes.list}>
              {shortcuts.map(({ keys, label }) => (
                <div key={`${keys} ${label}`} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>{keys !== null && <Keys keys={keys} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
