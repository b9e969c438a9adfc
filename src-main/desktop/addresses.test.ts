import { describe, expect, it } from 'vitest'
import { externalAddress, isPanelUrl, mediaId, panelFile } from './addresses.ts'

describe('an address to open outside', () => {
  it.each(['https://example.org/a?b=c#d', 'http://example.org/'])('may be on the web: %s', (address) => {
    expect(externalAddress(address)).toBe(address)
  })

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-msdt:/id',
    'smb://host/share',
    'omni-app://panel/',
    'https://bank.example@evil.example/',
    'https://user:secret@example.org/',
    'not an address',
    '',
    `https://example.org/${'a'.repeat(2048)}`,
  ])('is nothing else: %s', (address) => {
    expect(externalAddress(address)).toBeNull()
  })
})

describe('a page of the panel', () => {
  it('has the scheme and the host of the panel', () => {
    expect(isPanelUrl('omni-app://panel/conversations', null)).toBe(true)
    for (const other of ['omni-app://other/', 'https://panel/', 'file:///panel', 'omni-app:panel', 'x'])
      expect(isPanelUrl(other, null)).toBe(false)
  })

  it('may come from Vite’s server only in development', () => {
    expect(isPanelUrl('http://localhost:5173/a', 'http://localhost:5173')).toBe(true)
    expect(isPanelUrl('http://localhost:5173/a', null)).toBe(false)
    expect(isPanelUrl('http://localhost:5174/a', 'http://localhost:5173')).toBe(false)
  })
})

describe('a file of the panel', () => {
  it('is the page itself unless the address names a file', () => {
    expect(panelFile('omni-app://panel/')).toEqual(['index.html'])
    expect(panelFile('omni-app://panel/conversations/12')).toEqual(['index.html'])
    expect(panelFile('omni-app://panel/assets/index-1.js')).toEqual(['assets', 'index-1.js'])
  })

  it.each([
    'omni-app://panel/%2e%2e/%2e%2e/secret.txt',
    'omni-app://panel/a%2f..%2f..%2fsecret.txt',
    'omni-app://panel/a%5c..%5cb.txt',
    'omni-app://panel/%E0%A4%A',
    'omni-app://panel/a%00.js',
    'omni-app://other/index.html',
  ])('never lies outside of its folder: %s', (address) => {
    const file = panelFile(address)
    expect(file === null || !file.some((segment) => segment.includes('..'))).toBe(true)
    if (!address.includes('%2e%2e')) expect(file).toBeNull()
  })
})

describe('the address of a media file', () => {
  it('carries its id', () => {
    expect(mediaId('omni-media://01JABC_x-9')).toBe('01JABC_x-9')
    expect(mediaId('omni-media://01jabc/')).toBe('01jabc')
  })

  it.each(['omni-media://', 'omni-media://a/b', 'omni-media://a%2fb', 'omni-media://../x', 'https://a'])(
    'is nothing else: %s',
    (address) => {
      expect(mediaId(address)).toBeNull()
    },
  )
})
