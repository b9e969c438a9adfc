/** Where the bytes of a stored medium are. */
export function mediaUrl(id: string): string {
  const name = encodeURIComponent(id)
  return window.omniHost?.kind === 'desktop' ? `omni-media://${name}` : `/media/${name}`
}
