/** What stands in a form that a channel or a kind of agent declares. */
export interface FieldValues {
  settings: Record<string, unknown>
  /** Only what was typed now; a saved secret is never known here. Null: none is needed at this address. */
  secrets: Record<string, string | null>
}
