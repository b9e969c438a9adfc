import { useQuery } from '@tanstack/react-query'
import type { Label } from '../../../../src-shared/contract/labels.ts'
import { api } from '../../../hub/client.ts'

const NONE: Label[] = []

/** The owner's labels by name; empty until they were read. */
export function useLabels(): Label[] {
  return useQuery(api.labels.list.queryOptions()).data ?? NONE
}
