/** What the preload tells the page. Absent in a browser. */
interface Window {
  omniHost?: { kind: 'desktop' }
}
