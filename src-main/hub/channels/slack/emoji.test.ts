import { expect, it } from 'vitest'
import { emojiNames } from './emoji.ts'

it('knows Slack’s names of emoji, both ways', async () => {
  const { emojiOf, nameOf } = await emojiNames()
  for (const [name, emoji] of [
    ['+1', '👍'],
    ['heart', '❤️'],
    ['tada', '🎉'],
    ['white_check_mark', '✅'],
    ['slightly_smiling_face', '🙂'],
  ] as const) {
    expect(emojiOf(name)?.replaceAll('\ufe0f', '')).toBe(emoji.replaceAll('\ufe0f', ''))
    expect(emojiOf(nameOf(emoji) ?? '')?.replaceAll('\ufe0f', '')).toBe(emoji.replaceAll('\ufe0f', ''))
  }
  expect(nameOf('👍🏽')).toBe(nameOf('👍'))
  expect([emojiOf('shopcake'), nameOf('x')]).toEqual([null, null])
})
