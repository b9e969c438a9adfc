import type { ReactNode } from 'react'

export interface ConnectProps {
  instanceName: string
  /** Begins as soon as it is shown, without a click. */
  isAutomatic: boolean
  /** Whether the account can send a test message. */
  offersTest?: boolean
  /** What stands below the success message. */
  whenConnected: ReactNode
  /** What stands below while it is not connected. */
  whenNot?: ReactNode
}
