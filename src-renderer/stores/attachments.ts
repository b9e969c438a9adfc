import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'

/** A file that is to be sent: on its way to the hub, or there. */
export interface Attachment {
  id: string
  conversationId: string
  file: File
  /** Of pictures only: an address of this page. */
  previewUrl: string | null
  sentBytes: number
  /** `refused`: it can never be sent, and nothing of it was read. */
  state: 'uploading' | 'ready' | 'sending' | 'failed' | 'refused'
  uploadId: string | null
  error: unknown
}

export const useAttachmentStore = create<{ items: Attachment[] }>(() => ({ items: [] }))

export function useAttachments(conversationId: string): Attachment[] {
  return useAttachmentStore(useShallow((state) => state.items.filter((item) => item.conversationId === conversationId)))
}

export function addAttachment(item: Attachment): void {
  useAttachmentStore.setState(({ items }) => ({ items: [...items, item] }))
}

export function patchAttachment(id: string, patch: Partial<Attachment>): void {
  useAttachmentStore.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...patch } : item)) }))
}

export function findAttachment(id: string): Attachment | undefined {
  return useAttachmentStore.getState().items.find((item) => item.id === id)
}

export function dropAttachment(id: string): void {
  const { previewUrl } = findAttachment(id) ?? { previewUrl: null }
  if (previewUrl !== null) URL.revokeObjectURL(previewUrl)
  useAttachmentStore.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }))
}
