import { Button } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { download } from '../../../components/download.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './about.module.css'

/** Copies what somebody who helps needs to know, and shows what that is. */
export function Diagnostics() {
  const { t } = useTranslation('diagnostics')
  const [isCopied, setCopied] = useState(false)
  const read = useMutation(
    api.diagnostics.read.mutationOptions({
      onSuccess: async ({ text }) => {
        // Where the clipboard is not to be had, the text stands below to be copied by hand.
        setCopied(
          await navigator.clipboard.writeText(text).then(
            () => true,
            () => false,
          ),
        )
      },
      onError: notifyProblem,
    }),
  )
  const text = read.data?.text
  return (
    <Panel
      title={t('title')}
      text={t('text')}
      action={
        <Button
          variant="default"
          leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          loading={read.isPending}
          onClick={() => read.mutate(undefined)}
        >
          {t(isCopied ? 'copied' : 'copy')}
        </Button>
      }
    >
      {text === undefined ? (
        <p className={classes.none}>{t('promise')}</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
          <section className={classes.report} aria-label={t('title')} tabIndex={0}>
            <pre>{text}</pre>
          </section>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => download('omni-diagnostics.txt', text, 'text/plain')}
          >
            {t('download')}
          </Button>
        </>
      )}
    </Panel>
  )
}
