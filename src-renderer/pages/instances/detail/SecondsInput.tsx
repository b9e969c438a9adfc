import { NumberInput } from '@mantine/core'

interface SecondsInputProps {
  label: string
  help?: string
  valueMs: number
  minMs?: number
  maxMs: number
  /** Milliseconds in one unit of the field; seconds unless told. */
  unitMs?: number
  onChange: (valueMs: number) => void
}

/** A duration in the unit that people think in; milliseconds on the other side. */
export function SecondsInput({ label, help, valueMs, minMs = 0, maxMs, unitMs = 1000, onChange }: SecondsInputProps) {
  return (
    <NumberInput
      label={label}
      description={help}
      min={minMs / unitMs}
      max={maxMs / unitMs}
      step={unitMs === 1000 ? 0.5 : 5}
      decimalScale={1}
      clampBehavior="blur"
      value={valueMs / unitMs}
      onChange={(value) => {
        if (typeof value !== 'number') return
        const ms = Math.round(value * unitMs)
        if (ms >= minMs && ms <= maxMs) onChange(ms)
      }}
    />
  )
}
