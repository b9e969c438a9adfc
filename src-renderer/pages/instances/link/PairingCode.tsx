import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { phoneDigits } from '../../../../src-shared/phone-number.ts'
import { Form } from '../../../components/Form.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { pairingCodeText } from './countdown.ts'
import classes from './link.module.css'

/** The way in for a phone whose camera cannot see this screen. */
export function PairingCode({ instanceName, code }: { instanceName: string; code: string | null }) {
  const { t } = useTranslation('accounts')
  const [phone, setPhone] = useState('')
  const [isInvalid, setInvalid] = useState(false)
  const connect = useMutation(api.instances.connect.mutationOptions({ onError: notifyProblem }))
  return (
    <details className={classes.pairing} open={code !== null || undefined}>
      <summary>{t('pairingTitle')}</summary>
      {code !== null && (
        <>
          <output className={`num ${classes.pairingCode}`} aria-label={t('pairingCode')}>
            {pairingCodeText(code)}
          </output>
          <p className={classes.hint}>{t('pairingEnter')}</p>
        </>
      )}
      {code === null && (
        <Form
          className={classes.pairingForm}
          noValidate
          onSubmit={() => {
            const digits = phoneDigits(phone) ?? ''
            const isValid = /^\d{6,15}$/.test(digits)
            setInvalid(!isValid)
            if (isValid) connect.mutate({ name: instanceName, phoneNumber: digits })
          }}
        >
          <TextInput
            type="tel"
            label={t('pairingPhone')}
            description={t('pairingText')}
            placeholder={t('pairingPhonePlaceholder')}
            value={phone}
            error={isInvalid && t('pairingInvalid')}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={connect.isPending}>
            {t('pairingGet')}
          </Button>
        </Form>
      )}
    </details>
  )
}
