/** What the preload tells the page. Absent in a browser. */
interface Window {
  omniHost?: { kind: 'desktop' }
}

/** The licence notices of what is delivered (`tools/licences.ts`), made when the panel is built. */
declare module 'virtual:licences' {
  const licences: {
    packages: { name: string; version: string; licence: string; homepage: string | null; text: number | null }[]
    texts: string[]
  }
  export default licences
}
