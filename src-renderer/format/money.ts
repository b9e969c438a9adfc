/** Money as people read it. It is kept in whole millionths of a currency. */

import { numberFormat } from './intl.ts'

const MICROS = 1_000_000

/** "$1.24"; less than a cent with as many digits as it takes to see it. */
export function moneyText(micros: number, currency: string, locale: string): string {
  const amount = micros / MICROS
  const isTiny = amount !== 0 && Math.abs(amount) < 0.01
  return numberFormat(locale, {
    style: 'currency',
    currency,
    ...(isTiny ? { maximumSignificantDigits: 2 } : {}),
  }).format(amount)
}

/** A typed amount in whole millionths. */
export function microsOf(amount: number): number {
  return Math.round(amount * MICROS)
}

export function amountOf(micros: number): number {
  return micros / MICROS
}
