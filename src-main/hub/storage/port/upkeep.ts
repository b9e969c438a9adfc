/** Trials of agents, and what keeps the database small. */
import type { DryRun, Example } from '../../../../src-shared/contract/playground.ts'
import type { Expiring, StorageUsage } from '../../../../src-shared/contract/retention.ts'

export interface UpkeepWrites {
  /** Keeps the latest few hundred. */
  saveDryRun(run: DryRun): Promise<void>
  saveExample(example: Example): Promise<void>
  removeExample(id: string): Promise<boolean>
  /**
   * Deletes some of what is older, oldest first. Nothing that work is still to be done on goes: open
   * turns, drafts, deliveries that are not settled. The figures of traces stay; messages whose file
   * goes stay, too.
   */
  expire(what: Expiring, beforeIso: string, limit: number): Promise<{ deleted: number; isDone: boolean }>
  /** Gives empty space back to the disk, if that is quick (`maxBytes`: of the whole database); the bytes given back. */
  compact(maxBytes: number): Promise<number>
}

export interface UpkeepReads {
  /** Newest first; with null, of all traces and of none. */
  listDryRuns(turnId: string | null, limit: number): Promise<DryRun[]>
  listExamples(): Promise<Example[]>
  /** What the database takes; estimated where counting would take long. */
  databaseUsage(): Promise<Omit<StorageUsage, 'logsBytes' | 'backupsBytes'>>
}
