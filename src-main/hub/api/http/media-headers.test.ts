import { describe, expect, it } from 'vitest'
import { mediaHeaders } from './media-headers.ts'

describe('the headers of a customer’s file', () => {
  it('show pictures, sounds and films', () => {
    for (const mimeType of ['image/png', 'image/jpeg', 'audio/ogg; codecs=opus', 'video/mp4'])
      expect(mediaHeaders({ mimeType, fileName: 'a b' })['content-disposition'], mimeType).toBe("inline; filename*=UTF-8''a%20b")
  })
  it('only ever save what could run something', () => {
    for (const mimeType of ['text/html', 'image/svg+xml', 'application/pdf', 'application/javascript', 'image/png, text/html', '']) {
      expect(mediaHeaders({ mimeType, fileName: 'x' }), mimeType).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': "attachment; filename*=UTF-8''x",
      })
    }
  })
  it('let no header be written by a type or a name', () => {
    const headers = mediaHeaders({ mimeType: 'audio/ogg; x="\r\nset-cookie: a=b"', fileName: 'a"\r\n\ud800.ogg' })
    expect(headers['content-type']).toBe('audio/ogg')
    expect(Object.values(headers).join('')).not.toMatch(/[\r\n"]/)
  })
})
