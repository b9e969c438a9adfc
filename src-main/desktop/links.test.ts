import { describe, expect, it } from 'vitest'
import { pageOfArguments, pageOfLink } from './links.ts'

describe('an omni:// link', () => {
  it.each([
    ['omni://conversations/01JABC_x-9', '/conversations/01JABC_x-9'],
    ['omni://conversations', '/conversations'],
    ['OMNI://Settings/about/', '/settings/about'],
    ['OMNI://SETTINGS/ABOUT', '/settings/about'],
    ['OMNI://INSTANCES/My-Shop/BEHAVIOUR', '/instances/My-Shop/behaviour'],
    ['omni://instances/my-shop/behaviour', '/instances/my-shop/behaviour'],
    ['omni://home', '/'],
  ])('opens a page: %s', (link, page) => {
    expect(pageOfLink(link)).toBe(page)
  })

  it.each([
    'omni://evil/x',
    'omni://conversations/../settings',
    'omni://conversations/%2e%2e',
    'omni://conversations/a?b=c',
    'omni://conversations/a#b',
    'omni://conversations/a/b/c',
    'omni://user@conversations/a',
    'omni://conversations:80/a',
    'omni:conversations/a',
    'omni://conversations/<script>',
    'omni://conversations/a\nb',
    'omni://home/a',
    'omni://',
    'https://conversations/a',
    '--hidden',
    `omni://conversations/${'a'.repeat(101)}`,
  ])('is nothing else: %s', (link) => {
    expect(pageOfLink(link)).toBeNull()
  })

  it('is found among the arguments of a start', () => {
    expect(pageOfArguments(['/opt/omni/omni-desktop', '--hidden', 'omni://traces/1', 'omni://agents'])).toBe('/traces/1')
    expect(pageOfArguments(['/opt/omni/omni-desktop', 'omni'])).toBeNull()
  })
})
