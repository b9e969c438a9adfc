import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { CopyField } from '../../../components/CopyField.tsx'
import { hubText } from '../../../i18n/hub-text.ts'
import classes from './preparation.module.css'

interface PreparationProps {
  preparation: NonNullable<ChannelType['preparation']>
}

/** What is to be made at the platform first, in the channel's own words. */
export function Preparation({ preparation: { description, page, paste } }: PreparationProps) {
  return (
    <section className={classes.preparation}>
      <p>{hubText(description)}</p>
      <Button
        component="a"
        href={page.url}
        target="_blank"
        rel="noreferrer"
        variant="default"
        rightSection={<IconExternalLink size={16} aria-hidden />}
      >
        {hubText(page.label)}
      </Button>
      {paste && <CopyField label={hubText(paste.label)} value={paste.value} />}
    </section>
  )
}
