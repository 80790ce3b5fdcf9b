import { describe, expect, it } from 'vitest'
import { resolveLink } from '../src/link/resolve-link.ts'

const BASE = 'http://site.test/coast/light-01.html'

describe('resolveLink', () => {
  it.each([
    ['light-02.html', 'http://site.test/coast/light-02.html'],
    ['../', 'http://site.test/'],
    ['/about', 'http://site.test/about'],
    ['//other.test/x', 'http://other.test/x'],
    ['HTTPS://Other.TEST:443/x', 'https://other.test/x'],
    ['  light-02.html\n', 'http://site.test/coast/light-02.html'],
    ['', BASE],
  ])('resolves %j against the page', (written, url) => {
    expect(resolveLink(written, BASE)).toEqual({ kind: 'address', url, fragment: '' })
  })

  it.each([
    ['./../coast/./light-01.html', 'http://site.test/coast/light-01.html'],
    ['/x?', 'http://site.test/x'],
    ['/m%c3%a5ke', 'http://site.test/m%C3%A5ke'],
  ])('writes %j as the other spellings of that address', (written, url) => {
    expect(resolveLink(written, BASE)).toMatchObject({ url })
  })

  it('takes the fragment off and decodes it', () => {
    expect(resolveLink('x#keeper%27s-log', BASE)).toEqual({
      kind: 'address',
      url: 'http://site.test/coast/x',
      fragment: "keeper's-log",
    })
  })

  it('leaves a fragment as written where it is not UTF-8', () => {
    expect(resolveLink('#caf%E9', BASE)).toMatchObject({ fragment: 'caf%E9' })
  })

  it.each(['mailto:a@b.test', 'tel:+47', 'javascript:void(0)', 'data:text/plain,100%'])(
    'sets %j aside',
    (written) => {
      expect(resolveLink(written, BASE)).toEqual({ kind: 'other', scheme: written.split(':')[0] })
    },
  )

  it.each([
    ['/fog%ZZhorn', 'malformed percent-encoding "%ZZ"'],
    ['/100%', 'malformed percent-encoding "%"'],
    ['http://[harbour/', 'not a valid URL'],
    ['http://', 'not a valid URL'],
  ])('refuses %j: %s', (written, reason) => {
    expect(resolveLink(written, BASE)).toEqual({ kind: 'bad', reason })
  })
})
