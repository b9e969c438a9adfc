import { Button } from '@mantine/core'
import type { Held, Message } from '../../../../src-shared/contract/conversations.ts'
import { HeldButtons } from '../../../components/held/HeldButtons.tsx'
import { heldText } from '../../../components/held/held-text.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { edit } from '../../../stores/changing.ts'
import { recordMessage } from '../queries.ts'
import classes from './bubble.module.css'

/** Why a message has not left yet, and what a person can do about it. */
export function HeldNote({ message, held }: { message: Message; held: Held }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const { id, kind, delivery } = message
  if (delivery?.id == null) return null
  return (
    <div className={classes.decision} data-kind="held">
      <p>{`${heldText(held, t, locale)}${held.why === 'retry' && delivery.error !== null ? ` ${hubText(delivery.error)}` : ''}`}</p>
      <div className={classes.actions}>
        <HeldButtons deliveryId={delivery.id} canHurry={held.why !== 'person'} onDone={recordMessage} />
        {kind === 'text' && (
          <Button size="compact-sm" variant="default" onClick={() => edit(id)}>
            {t('changeHeld')}
          </Button>
        )}
      </div>
    </div>
  )
}
