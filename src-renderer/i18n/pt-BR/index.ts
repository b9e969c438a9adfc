import { common } from './common.ts'
import { inbox } from './inbox.ts'
import { shell } from './shell.ts'

export const ptBR = { common, inbox, shell }
