import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { openPalette } from '../palette/store.ts'
import { Keys } from '../shortcuts/Keys.tsx'
import classes from './rail.module.css'

/** The way to the palette for those who do not know its keys yet. */
export function PaletteButton({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation('shell')
  return (
    <Tooltip label={t('shortcuts.openPalette')} position="right" disabled={!isCollapsed}>
      <UnstyledButton className={classes.palette} aria-label={t('shortcuts.openPalette')} onClick={openPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        {!isCollapsed && (
          <>
            <span className={classes.paletteText} aria-hidden>
              {t('searchOrRun')}
            </span>
            <span aria-hidden>
              <Keys keys="mod+k" />
            </span>
          </>
        )}
      </UnstyledButton>
    </Tooltip>
  )
}
