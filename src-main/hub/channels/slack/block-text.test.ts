import { describe, expect, it } from 'vitest'
import { withBlockText } from './block-text.ts'
import { readableText } from './readable-text.ts'

const names = { user: () => 'Ann', channel: () => 'shop', emoji: (name: string) => (name === 'wave' ? '👋' : null) }
const said = (message: object) => readableText(withBlockText({ text: '', ...message }).text ?? '', 'U0OMNI', names)
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })
const text = (text: string) => ({ type: 'text', text })

describe('a message whose text is empty', () => {
  it('says what its rich text says', () => {
    const elements = [
      section(text('Hello '), { type: 'user', user_id: 'U0ANN' }, text(' & all, 1 < 2 '), { type: 'emoji', name: 'wave', skin_tone: 3 }),
      { type: 'rich_text_list', style: 'ordered', elements: [section(text('bread')), section({ type: 'channel', channel_id: 'C0SHOP' })] },
      { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://shop.test/?a=1&b=2', text: 'the shop' }] },
      { type: 'rich_text_preformatted', elements: [text('a < b')] },
    ]
    expect(said({ blocks: [{ type: 'rich_text', elements }] })).toBe(
      'Hello @Ann & all, 1 < 2 👋🏼\n1. bread\n2. #shop\nthe shop (https://shop.test/?a=1&b=2)\n```\na < b\n```',
    )
  })

  it('says what its headers, sections, contexts and tables say', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Order <7>' } },
      { type: 'section', text: { type: 'mrkdwn', text: 'For <@U0ANN>' }, fields: [{ type: 'mrkdwn', text: '*2* breads' }] },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'image', alt_text: 'x' },
          { type: 'plain_text', text: 'today' },
        ],
      },
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'rich_text', elements: [section(text('b'))] },
          ],
        ],
      },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Press' } }] },
    ]
    expect(said({ blocks })).toBe('Order <7>\nFor @Ann\n*2* breads\ntoday\na | b')
  })

  it('says what was shared with it', () => {
    const shared = [{ message: { blocks: [{ type: 'rich_text', elements: [section(text('forwarded'))] }] } }]
    expect(said({ attachments: [{ fallback: 'no preview', message_blocks: shared }, { fallback: 'only this' }] })).toBe(
      'forwarded\nonly this',
    )
  })

  it('stays empty where nothing of it can be read', () => {
    for (const blocks of [
      undefined,
      null,
      7,
      'x',
      [null, 7],
      [{}],
      [{ type: 'rich_text', elements: 'x' }],
      [{ type: 'image', alt_text: 'x' }],
    ])
      expect(said({ blocks })).toBe('')
  })

  it('ends where blocks lie in each other without end', () => {
    const loop: { type: string; elements: object[] } = { type: 'rich_text', elements: [] }
    loop.elements.push(loop)
    expect(said({ blocks: [loop] })).toBe('')
  })
})

it('a message with a text says that, whatever is in its blocks', () =>
  expect(said({ text: 'Hello', blocks: [{ type: 'rich_text', elements: [section(text('other'))] }] })).toBe('Hello'))
