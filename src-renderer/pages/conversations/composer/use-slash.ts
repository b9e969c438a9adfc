import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'
import { api } from '../../../hub/client.ts'
import { matchReplies, type Slash, slashAt } from './slash.ts'

const NONE: SavedReply[] = []

/**
 * The list of saved replies that `/` opens over a field.
 *
 * @param onInsert the reply, and the `/word` whose place it takes
 */
export function useSlash(instanceName: string, isOn: boolean, onInsert: (reply: SavedReply, slash: Slash) => void) {
  const [slash, setSlash] = useState<Slash | null>(null)
  const [chosen, setChosen] = useState(0)
  const [isRefused, setRefused] = useState(false)
  const { data: replies = NONE } = useQuery({
    ...api.savedReplies.list.queryOptions({ input: { instanceName } }),
    enabled: isOn && slash !== null,
  })
  const isOpen = isOn && slash !== null
  const matches = isOpen ? matchReplies(replies, slash.query) : NONE
  const at = Math.min(chosen, Math.max(0, matches.length - 1))
  const close = (): void => setSlash(null)

  function insert(reply: SavedReply): void {
    if (slash === null) return
    onInsert(reply, slash)
    close()
  }
  return {
    isOpen,
    query: slash?.query ?? '',
    matches,
    chosen: at,
    /** Enter was pressed where nothing is found. */
    isRefused,
    choose: setChosen,
    insert,
    close,
    /** After every change of the text or the caret. */
    look(text: string, caret: number): void {
      const found = slashAt(text, caret)
      if (found?.start !== slash?.start || found?.query !== slash?.query) setChosen(0)
      setSlash(found)
      setRefused(false)
    },
    /** @returns true when the key was for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (!isOpen) return false
      const reply = matches[at]
      if (event.key === 'Escape') close()
      // Whoever looks for a reply that is not there does not want to send its name.
      else if (reply === undefined && event.key === 'Enter' && !event.shiftKey) setRefused(true)
      else if (reply === undefined) return false
      else if (event.key === 'ArrowDown') setChosen((at + 1) % matches.length)
      else if (event.key === 'ArrowUp') setChosen((at - 1 + matches.length) % matches.length)
      else if (event.key === 'Enter' || event.key === 'Tab') insert(reply)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}
