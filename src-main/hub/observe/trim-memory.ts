/**
 * glibc keeps what was freed for the next time, scattered over the pools of all threads: after a rush,
 * dozens of megabytes. Only its own `malloc_trim` gives that back to the machine, and Node has no way to
 * call it (Deno does so by itself). Other systems' allocators need no telling.
 */

let trim: Promise<(() => void) | null> | null = null

/** Null where there is nothing to call: not Linux, another libc, or Electron, whose allocator is its own. */
async function load(): Promise<(() => void) | null> {
  if (process.platform !== 'linux' || process.versions['electron'] !== undefined) return null
  try {
    const { default: koffi } = await import('koffi')
    const mallocTrim = koffi.load('libc.so.6').func('int malloc_trim(size_t pad)')
    return () => void mallocTrim(0)
  } catch {
    return null
  }
}

/** Gives back what all threads of the process have freed: a few milliseconds, in which none may allocate. */
export async function trimMemory(): Promise<void> {
  trim ??= load()
  const run = await trim
  run?.()
}
