import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Who sits here, by the name that others are shown; kept in this browser. Empty until it was asked. */
export const usePerson = create<{ name: string }>()(persist((): { name: string } => ({ name: '' }), { name: 'omni.person' }))
