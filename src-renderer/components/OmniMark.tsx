/** The product's mark: two speech shapes that make one ring. */
export function OmniMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#047857" />
      <path d="M16 7a9 9 0 0 0-7.8 13.5L7 25l4.6-1.2A9 9 0 1 0 16 7Z" fill="#fff" />
      <circle cx="16" cy="16" r="4" fill="#34d399" />
    </svg>
  )
}
