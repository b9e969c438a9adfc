/** Runs in the page: gives it files as a person's hands do, which no command of a test can. */

function fileOf(name: string, type: string, base64: string): File {
  return new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type })
}

function over(target: Element, type: string, dataTransfer: unknown): void {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer })
  target.dispatchEvent(event)
}

Object.assign(globalThis, {
  /** Pastes a file into the field that has the focus. */
  pasteFile(name: string, type: string, base64: string): void {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(fileOf(name, type, base64))
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  },
  /** Holds a file over the open conversation; the function that it returns releases it. */
  holdFile(name: string, type: string, base64: string): void {
    const target = document.querySelector('[role="log"]')
    if (!target) throw new Error('No conversation is open.')
    const dataTransfer = { types: ['Files'], files: [fileOf(name, type, base64)] }
    over(target, 'dragenter', dataTransfer)
    Object.assign(globalThis, { dropFile: () => over(target, 'drop', dataTransfer) })
  },
  /** Drops a file that says it has this size, and throws when it is read. */
  dropFileOf(sizeBytes: number, name: string): void {
    const target = document.querySelector('[role="log"]')
    if (!target) throw new Error('No conversation is open.')
    const file = new File([], name)
    const read = (): never => {
      throw new Error('The file was read.')
    }
    Object.defineProperties(file, {
      size: { value: sizeBytes },
      slice: { value: read },
      arrayBuffer: { value: read },
      stream: { value: read },
    })
    over(target, 'drop', { types: ['Files'], files: [file] })
  },
})
