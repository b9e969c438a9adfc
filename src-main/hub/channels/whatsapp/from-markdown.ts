/** Markdown in WhatsApp's marks. Source: WhatsApp's help, "How to format your messages". A link is its text and its address. */
import { createFromMarkdown } from '../marks/from-markdown.ts'

export const whatsappFromMarkdown = createFromMarkdown({
  plain: (text) => text,
  link(text, address) {
    const shown = text.trim()
    if (shown === '' || bare(shown) === bare(address)) return /^(mailto|tel):/i.test(address) ? bare(address) : address
    return address === '' ? shown : `${shown} (${address})`
  },
})

const bare = (address: string): string => address.replace(/^(https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '')
