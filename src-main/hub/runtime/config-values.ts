/** Values of the environment in the forms that people and guides write them. */
import * as z from 'zod'

const UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Bytes: `52428800`, `50MB`, `50 mb`, `1.5GiB`. */
export const byteSize = z.string().transform((text, context) => {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?\s*$/i.exec(text) ?? []
  if (number !== undefined) return Math.round(Number(number) * (UNITS[unit?.toLowerCase() ?? ''] ?? 1))
  context.addIssue({ code: 'custom', message: 'Write a size such as 50MB.' })
  return z.NEVER
})

const LEVELS = {
  debug: 'debug',
  trace: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  fatal: 'error',
  silent: 'silent',
} as const

/** Also Python's names, in any case. */
export const logLevel = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(Object.keys(LEVELS) as (keyof typeof LEVELS)[], 'Write debug, info, warn, error or silent.'))
  .transform((name) => LEVELS[name])

/** `https://shop.example`; from the address of a webhook what stands before its path. */
export const addressOfWebhooks = z
  .string()
  .trim()
  .transform((text) => text.replace(/\/webhooks?(\/.*)?$/, ''))
  .pipe(z.url({ protocol: /^https?$/, error: 'Write an address that begins with https:// or http://.' }))

/** Hosts with their port, if one is named: of `http://minio:9000/media, files.example` they are `minio:9000` and `files.example`. */
export const hostList = z.string().transform((text, context) => {
  const hosts: string[] = []
  for (const one of text.split(/[\s,]+/).filter(Boolean)) {
    const url = one.includes('://') ? one : `http://${one}`
    const host = URL.canParse(url) ? new URL(url).host : ''
    if (host === '') context.addIssue({ code: 'custom', message: `"${one}" is not the name of a host.` })
    else hosts.push(host)
  }
  return hosts
})
