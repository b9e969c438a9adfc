import { describe, expect, it } from 'vitest'
import { discordFromMarkdown } from './from-markdown.ts'

describe('what agents write, on Discord', () => {
  it('stays as it is where Discord reads it', () => {
    const text =
      '# Menu\n\n**Cake** is *good*, `code` and [a link](https://shop.example)\n\n- one\n- two\n\n```ts\n#### no heading\n| a | b |\n| - | - |\n```'
    expect(discordFromMarkdown(text)).toBe(text)
  })

  it('has a table in code, deeper headings bold, pictures as links, and no rules', () => {
    expect(discordFromMarkdown('| Cake | Price |\n|---|---:|\n| **Lemon** | 10 |\n| Nut | 9,50 |\nEnjoy')).toBe(
      '```\nCake   Price\nLemon  10\nNut    9,50\n```\nEnjoy',
    )
    expect(discordFromMarkdown('#### Hours ##')).toBe('**Hours**')
    expect(discordFromMarkdown('![Our shop](https://shop.example/a.png)')).toBe('[Our shop](https://shop.example/a.png)')
    expect(discordFromMarkdown('a\n\n---\n\nb')).toBe('a\n\n\n\nb')
    expect(discordFromMarkdown('~~~sh\nls\n~~~')).toBe('```sh\nls\n```')
  })

  it('is never nothing', () => {
    expect(discordFromMarkdown('---')).toBe('---')
  })
})
