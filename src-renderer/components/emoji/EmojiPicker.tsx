import Picker from 'emoji-picker-element/picker'
import { useEffect, useRef } from 'react'
import { useLanguage } from '../../i18n/Language.tsx'
import { emojiTexts } from './texts.ts'

/**
 * All emoji, with search, skin tones and the keyboard. Its data is part of the panel: nothing is
 * fetched from elsewhere. Heavy enough to be loaded only when it is opened: see `EmojiButton`.
 */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const language = useLanguage()
  const box = useRef<HTMLDivElement>(null)
  const newest = useRef(onPick)
  useEffect(() => {
    newest.current = onPick
  })
  useEffect(() => {
    const { locale, dataSource, texts } = emojiTexts(language)
    const picker = new Picker({ locale, dataSource, i18n: texts })
    picker.addEventListener('emoji-click', ({ detail }) => detail.unicode !== undefined && newest.current(detail.unicode))
    box.current?.append(picker)
    // The field of the search is in the picker's own tree, and there only after it was drawn.
    const frame = requestAnimationFrame(() => picker.shadowRoot?.querySelector<HTMLElement>('input')?.focus())
    return () => {
      cancelAnimationFrame(frame)
      picker.remove()
    }
  }, [language])
  return <div ref={box} className="emoji-box" />
}
