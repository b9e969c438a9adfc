import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { GrowingTextarea } from '../GrowingTextarea.tsx'
import classes from './agent.module.css'

const MAX_FAQS = 200

interface FaqListProps {
  faqs: HouseTexts['faqs']
  /** Shown where nothing is written yet, entry by entry. */
  samples: HouseTexts['faqs']
  onChange: (faqs: HouseTexts['faqs']) => void
}

/** Keys that stay with their entries, so that removing one does not move the text of the others. */
function useKeys(count: number) {
  const next = useRef(0)
  const keys = useRef<number[]>([])
  while (keys.current.length < count) keys.current.push(next.current++)
  keys.current.length = count
  return { keys: keys.current, removeKey: (index: number) => keys.current.splice(index, 1) }
}

export function FaqList({ faqs, samples, onChange }: FaqListProps) {
  const { t } = useTranslation('agents')
  const { keys, removeKey } = useKeys(faqs.length)

  function change(index: number, part: Partial<HouseTexts['faqs'][number]>): void {
    onChange(faqs.map((faq, at) => (at === index ? { ...faq, ...part } : faq)))
  }

  return (
    <fieldset className={classes.faqs}>
      <legend className={classes.legend}>{t('house.faqs')}</legend>
      <p className={classes.help}>{t('house.faqsHelp')}</p>
      {faqs.map((faq, index) => {
        const number = index + 1
        return (
          <div key={keys[index]} className={classes.faq}>
            <div className={classes.faqFields}>
              <TextInput
                aria-label={t('house.questionNumber', { number })}
                placeholder={samples[index]?.question ?? t('house.question')}
                maxLength={1000}
                value={faq.question}
                onChange={(event) => change(index, { question: event.currentTarget.value })}
              />
              <GrowingTextarea
                aria-label={t('house.answerNumber', { number })}
                placeholder={samples[index]?.answer}
                minRows={1}
                maxRows={8}
                maxLength={4000}
                value={faq.answer}
                onChange={(event) => change(index, { answer: event.currentTarget.value })}
              />
            </div>
            <ActionIcon
              aria-label={t('house.removeFaq', { number })}
              onClick={() => {
                removeKey(index)
                onChange(faqs.filter((_faq, at) => at !== index))
              }}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        )
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={faqs.length >= MAX_FAQS}
        onClick={() => onChange([...faqs, { question: '', answer: '' }])}
      >
        {t('house.addFaq')}
      </Button>
    </fieldset>
  )
}
