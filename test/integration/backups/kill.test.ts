import { describeCutOff } from '../../support/cut-off.ts'

// Each step is looked at by `npm run test:long`.
describeCutOff(15)
