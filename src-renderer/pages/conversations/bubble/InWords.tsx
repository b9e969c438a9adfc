import { Loader } from '@mantine/core'
import { IconAlertCircle, IconTextRecognition } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { wholeNumber } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordMessage } from '../queries.ts'
import classes from './in-words.module.css'
import { beginningOf } from './words-shown.ts'

const isSetUp = ({ behaviour }: Instance, kind: Message['kind']): boolean =>
  kind === 'audio' ? behaviour.mediaText.voice.agentProfileId !== null : behaviour.mediaText.documents.isOn

/** What a machine made of a recording or a document; nothing where nobody wanted that. */
export function InWords({ message }: { message: Message }) {
  const { t } = useTranslation('mediaText')
  const { data: mayAsk } = useQuery({
    ...api.instances.list.queryOptions(),
    select: (instances) => instances.some((instance) => instance.name === message.instanceName && isSetUp(instance, message.kind)),
  })
  const ask = useMutation(api.mediaText.read.mutationOptions({ onSuccess: recordMessage, onError: notifyProblem }))
  const { kind, media } = message
  if (media === null || (kind !== 'audio' && kind !== 'document')) return null
  const isSpeech = kind === 'audio'
  const { mediaText } = media
  const asking = (label: string) =>
    mayAsk === true &&
    media.id !== null && (
      <button type="button" className={classes.ask} disabled={ask.isPending} onClick={() => ask.mutate({ messageId: message.id })}>
        {label}
      </button>
    )

  if (mediaText === undefined) return asking(t(isSpeech ? 'transcribe' : 'readDocument')) || null
  if (mediaText.state === 'waiting')
    return (
      <p className={classes.note}>
        <Loader size={12} color="gray" aria-hidden />
        {t(isSpeech ? 'transcribing' : 'reading')}
      </p>
    )
  if (mediaText.state === 'failed')
    return (
      <p className={classes.note} data-failed>
        <IconAlertCircle size={14} aria-hidden />
        <span className={classes.problem}>
          {hubText(mediaText.problem ?? '')}
          {asking(t('tryAgain'))}
        </span>
      </p>
    )
  return isSpeech ? <Spoken text={mediaText.text} by={mediaText.by} /> : <ReadNote characters={mediaText.characters} />
}

function Spoken({ text, by }: { text: string; by: string | null }) {
  const { t } = useTranslation(['mediaText', 'conversations'])
  const locale = useLocale()
  const [isWhole, setWhole] = useState(false)
  const beginning = beginningOf(text)
  if (text === '') return <p className={classes.note}>{t('noWords')}</p>
  return (
    <div className={classes.spoken}>
      <p className={classes.words} dir="auto">
        {isWhole || beginning === null ? text : beginning}
      </p>
      <p className={classes.note} title={by ?? undefined}>
        <IconTextRecognition size={13} aria-hidden />
        {t('byMachine')}
        {beginning !== null && (
          <button type="button" className={classes.ask} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole
              ? t('conversations:thread.showLess')
              : t('conversations:thread.showAll', { letters: wholeNumber(text.length, locale) })}
          </button>
        )}
      </p>
    </div>
  )
}

function ReadNote({ characters }: { characters: number }) {
  const { t } = useTranslation('mediaText')
  const locale = useLocale()
  return (
    <p className={classes.note}>
      <IconTextRecognition size={13} aria-hidden />
      {characters === 0 ? t('noText') : t('documentRead', { letters: wholeNumber(characters, locale) })}
    </p>
  )
}
