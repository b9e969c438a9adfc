import { Radio, Stack } from '@mantine/core'
import { answerStreamingSchema, whenInterruptedSchema } from '../../../../../src-shared/contract/answering.ts'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'

interface StreamingProps {
  value: Behaviour
  onChange: (part: Partial<Behaviour>) => void
}

/** What the customer sees of an answer that is still being written. */
export function Streaming({ value, onChange }: StreamingProps) {
  const { t } = useTranslation('agents')
  return (
    <Panel title={t('answering.streamingTitle')} text={t('answering.streamingText')}>
      <div className={classes.form}>
        <Radio.Group
          aria-label={t('answering.streamingTitle')}
          value={value.streaming}
          onChange={(mode) => onChange({ streaming: answerStreamingSchema.options.find((one) => one === mode) ?? 'auto' })}
        >
          <Stack gap={12}>
            {answerStreamingSchema.options.map((mode) => (
              <Radio key={mode} value={mode} label={t(`answering.streaming_${mode}`)} description={t(`answering.streaming_${mode}Help`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('answering.interruptedTitle')}
          value={value.whenInterrupted}
          onChange={(mode) => onChange({ whenInterrupted: whenInterruptedSchema.options.find((one) => one === mode) ?? 'finish' })}
        >
          <Stack gap={12} mt={8}>
            {whenInterruptedSchema.options.map((mode) => (
              <Radio key={mode} value={mode} label={t(`answering.interrupted_${mode}`)} />
            ))}
          </Stack>
        </Radio.Group>
      </div>
    </Panel>
  )
}
