import { create } from 'zustand'

/** What is being changed of the messages that were sent, in this window. */
interface Changing {
  /** The message whose text is being written again. */
  editing: string | null
  /** Those that are taken back as soon as it is too late to think again. */
  takingBack: ReadonlySet<string>
}

const useChanging = create<Changing>(() => ({ editing: null, takingBack: new Set() }))

export const useIsEditing = (messageId: string): boolean => useChanging(({ editing }) => editing === messageId)

export const useIsTakingBack = (messageId: string): boolean => useChanging(({ takingBack }) => takingBack.has(messageId))

/** @param messageId null: none */
export function edit(messageId: string | null): void {
  useChanging.setState({ editing: messageId })
}

export function setTakingBack(messageId: string, is: boolean): void {
  useChanging.setState(({ takingBack }) => {
    const next = new Set(takingBack)
    if (is) next.add(messageId)
    else next.delete(messageId)
    return { takingBack: next }
  })
}
