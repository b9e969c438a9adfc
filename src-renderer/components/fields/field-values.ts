/** What stands in a form that a channel or a kind of agent declares. */
export interface FieldValues {
  settings: Record<string, unknown>
  /** Only what was typed now; a saved secret is never known here. */
  secrets: Record<string, TypedSecret>
}

/** Null forgets the saved one; false does so at another address than it is saved for, and nothing should that one come back. */
export type TypedSecret = string | null | false
