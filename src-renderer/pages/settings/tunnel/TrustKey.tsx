import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import * as z from 'zod'
import type { TunnelSetup } from '../../../../src-shared/contract/tunnel.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { TypedConfirm } from '../../../components/TypedConfirm.tsx'
import { recordTunnel } from '../../../components/tunnel/use-tunnel.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './tunnel.module.css'

/** What a way keeps of a server that showed another key than the one it trusts. */
const shownSchema = z.object({ otherHostKey: z.object({ server: z.string(), fingerprint: z.string() }) })

/** Where a server shows another key: the way to trust it, which is typed, as it may be somebody in between. */
export function TrustKey({ setup }: { setup: TunnelSetup }) {
  const { t } = useTranslation('tunnel')
  const [isOpen, setOpen] = useState(false)
  const shown = shownSchema.safeParse(setup.settings[setup.providerId])
  const trust = useMutation(
    api.tunnel.trustHostKey.mutationOptions({
      onSuccess(status) {
        setOpen(false)
        recordTunnel(status)
      },
      onError: notifyProblem,
    }),
  )
  if (!shown.success) return null
  const { server, fingerprint } = shown.data.otherHostKey
  return (
    <>
      <Button mt="sm" size="compact-md" variant="default" onClick={() => setOpen(true)}>
        {t('trustKey')}
      </Button>
      <TypedConfirm
        isOpen={isOpen}
        title={t('trustTitle')}
        text={t('trustText')}
        word={server}
        action={t('trustKey')}
        isPending={trust.isPending}
        onConfirm={() => trust.mutate(undefined)}
        onClose={() => setOpen(false)}
      >
        <p className={classes.fingerprint}>{fingerprint}</p>
      </TypedConfirm>
    </>
  )
}
