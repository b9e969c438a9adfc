/**
 * Markdown in Slack's marks ("mrkdwn"). Source: docs.slack.dev, "Formatting message text". What stands for itself is
 * escaped, so that no agent calls a whole channel with `<!channel>`.
 */
import { createFromMarkdown } from '../marks/from-markdown.ts'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Within `<…>` these would end the link. */
const encoded = (address: string): string =>
  address.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C').replaceAll('&', '&amp;')

const LINKED = /^(https?|mailto|tel):/i

export const slackFromMarkdown = createFromMarkdown({
  plain: escaped,
  link(text, address) {
    const shown = text.replace(/\s+/g, ' ').trim()
    if (!LINKED.test(address)) return shown === '' ? escaped(address) : `${shown}${address === '' ? '' : ` (${escaped(address)})`}`
    return shown === '' ? `<${encoded(address)}>` : `<${encoded(address)}|${shown.replaceAll('|', '¦')}>`
  },
})
