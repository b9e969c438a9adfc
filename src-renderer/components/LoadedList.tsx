import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from './ErrorState.tsx'
import classes from './loaded-list.module.css'

interface LoadedListProps<T> {
  query: UseQueryResult<T[]>
  /** Of what stands there while it loads, in pixels. */
  height: number
  /** The sentence for an empty list. */
  none: string
  children: (items: T[]) => ReactNode
}

/** A list that the hub is asked for, in each of its states: loading, failed, empty, loaded. */
export function LoadedList<T>({ query, height, none, children }: LoadedListProps<T>) {
  if (query.data === undefined)
    return query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton height={height} />
  if (query.data.length === 0) return <p className={classes.none}>{none}</p>
  return children(query.data)
}
