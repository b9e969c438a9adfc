import { describeCutOff } from '../support/cut-off.ts'

describeCutOff(1)
