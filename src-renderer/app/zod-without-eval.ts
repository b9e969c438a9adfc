/**
 * Zod compiles its checks by `new Function` where it may, and asks by trying: the panel's Content Security
 * Policy forbids it, and the try counts as a violation. It must be evaluated before any schema is made.
 */
import { config } from 'zod'

config({ jitless: true })
