import { NumberInput, type NumberInputProps } from '@mantine/core'

interface WholeNumberProps extends Pick<NumberInputProps, 'label' | 'description' | 'step' | 'suffix' | 'mt' | 'maw'> {
  value: number
  min?: number
  max: number
  onChange: (value: number) => void
}

/** A number without fractions. What is out of bounds while one types changes nothing yet. */
export function WholeNumber({ min = 0, max, onChange, ...shown }: WholeNumberProps) {
  return (
    <NumberInput
      {...shown}
      min={min}
      max={max}
      allowDecimal={false}
      clampBehavior="blur"
      onChange={(next) => {
        if (typeof next === 'number' && next >= min && next <= max) onChange(next)
      }}
    />
  )
}
