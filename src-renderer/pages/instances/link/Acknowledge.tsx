import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ChannelType, Instance } from '../../../../src-shared/contract/instances.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { recordInstance } from '../queries.ts'
import classes from './acknowledge.module.css'

interface AcknowledgeProps {
  instance: Instance
  acknowledgement: NonNullable<ChannelType['acknowledgement']>
  /** Without its title, where the page has one already. */
  isTitled?: boolean
  onAccepted?: () => void
  whenNot?: ReactNode
}

/** What is to be known before this account is linked, in the channel's own words. */
export function Acknowledge({ instance, acknowledgement, isTitled = true, onAccepted, whenNot }: AcknowledgeProps) {
  const accept = useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (accepted) => {
        recordInstance(accepted)
        onAccepted?.()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <section className={classes.note} aria-label={hubText(acknowledgement.title)}>
      {isTitled && <h2 className={classes.title}>{hubText(acknowledgement.title)}</h2>}
      {acknowledgement.paragraphs.map((paragraph) => (
        <p key={paragraph}>{hubText(paragraph)}</p>
      ))}
      <div className={classes.actions}>
        <Button
          size="md"
          loading={accept.isPending}
          onClick={() => accept.mutate({ name: instance.name, settings: { isAcknowledged: true } })}
        >
          {hubText(acknowledgement.confirm)}
        </Button>
        {whenNot}
      </div>
    </section>
  )
}

/** Has this account's note still to be read? */
export function mustAcknowledge(
  instance: Instance,
  type: ChannelType | undefined,
): type is ChannelType & Required<Pick<ChannelType, 'acknowledgement'>> {
  return type?.acknowledgement !== undefined && instance.settings['isAcknowledged'] !== true
}
