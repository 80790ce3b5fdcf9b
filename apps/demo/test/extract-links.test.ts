import { describe, expect, it } from 'vitest'
import { extractLinks, LinkExtractor } from '../src/link/extract-links.ts'

describe('extractLinks', () => {
  it('finds links in every element that has them, in order', () => {
    const html = `<link rel=stylesheet href=a.css><a href='b'>b</a><img src="c.png"><script src=d.js></script>
      <iframe src=e></iframe><map><area href=f></map><video src=g><track src=h></video>`
    expect(extractLinks(html).links).toEqual(['a.css', 'b', 'c.png', 'd.js', 'e', 'f', 'g', 'h'])
  })

  it.each([
    [
      '<img srcset="a.png, b.png 2x, data:image/png;base64,x 3x">',
      ['a.png', 'b.png', 'data:image/png;base64,x'],
    ],
    ['<picture><source srcset="a.webp 100w, b.webp 200w"><img src=c></picture>', ['a.webp', 'b.webp', 'c']],
    ['<link rel=preload as=image imagesrcset="a.png 1x">', ['a.png']],
    ['<video poster=a.jpg src=b.mp4></video>', ['b.mp4', 'a.jpg']],
    ['<object data=a.pdf></object><embed src=b><input type=image src=c>', ['a.pdf', 'b', 'c']],
    ['<meta http-equiv=Refresh content="5; URL=next.html">', ['next.html']],
    [`<meta http-equiv=refresh content="0;url='a b'">`, ['a b']],
    ['<meta http-equiv=refresh content="0 next.html">', ['next.html']],
    ['<meta http-equiv=refresh content=30><meta name=refresh content="1;url=x">', []],
    ['<p style="background: url( a.png ) , URL(&quot;b.png&quot;)">', ['a.png', 'b.png']],
    [
      '<style>@import "a.css"; b { c: url(d\\)e) } /* url(no) */ f { g: "url(no)" }</style><a href=h>',
      ['a.css', 'd)e', 'h'],
    ],
    ['<style>a { filter: url(#blur); b: url() }</style>', []],
    ['<style>a { b: url("unfinished', ['unfinished']],
  ])('finds those of %s', (html, links) => {
    expect(extractLinks(html).links).toEqual(links)
  })

  it('finds what a style sheet loads', () => {
    const css = `@import url("a.css") screen; @import 'b.css'; @font-face { src: local("x"), url(c.woff2) format("woff2") }
      d { cursor: url(e.cur), auto } f::before { content: "g.png" }`
    expect(extractLinks(css, 'css')).toEqual({
      links: ['a.css', 'b.css', 'c.woff2', 'e.cur'],
      anchors: new Set(),
      base: undefined,
      isStyleSheet: true,
    })
  })

  it('reads Markdown as GitHub does: links, images, bare addresses, tags, and headings as anchors', () => {
    const markdown = `# One & *two*

[a](a.md "title") ![b](b.png) [c][] https://d.test/e. <https://f.test> <a href="g" id="h">i</a>

\`[no](no)\`

    [no](no)

## One & two
## \`Array<T>\`

[c]: c.md#part
`
    const { links, anchors } = extractLinks(markdown, 'markdown')
    expect(links).toEqual(['a.md', 'b.png', 'c.md#part', 'https://d.test/e', 'https://f.test', 'g'])
    expect([...anchors]).toEqual(['one--two', 'h', 'one--two-1', 'arrayt'])
  })

  it('names a repeated link once', () => {
    expect(extractLinks('<a href=x>1</a><a href=x>2</a><a href=./x>3</a>').links).toEqual(['x', './x'])
  })

  it('decodes entities in links', () => {
    expect(extractLinks('<a href="?a=1&amp;b=2">').links).toEqual(['?a=1&b=2'])
  })

  it('sees no links in comments, scripts and hints to warm up a host', () => {
    const html = `<!-- <a href=x> --><script>'<a href=y>'</script><link rel=preconnect href=//z.test>`
    expect(extractLinks(html).links).toEqual([])
  })

  it('knows every id and the names of anchors', () => {
    const { anchors } = extractLinks(`<h1 id=top-1></h1><a name="log"></a><input name=q>`)
    expect([...anchors]).toEqual(['top-1', 'log'])
  })

  it('takes the first base', () => {
    expect(extractLinks('<base href=/one/><base href=/two/>').base).toBe('/one/')
  })

  it('reads a page in pieces, split anywhere', () => {
    const html = '<p><a href="one.html" id="first">One</a> <a href=two.html>Two</a>'
    for (let cut = 0; cut <= html.length; cut++) {
      const extractor = new LinkExtractor()
      extractor.write(html.slice(0, cut))
      extractor.write(html.slice(cut))
      const { links, anchors } = extractor.end()
      expect([links, [...anchors]]).toEqual([['one.html', 'two.html'], ['first']])
    }
  })

  it('makes something of broken markup', () => {
    expect(extractLinks('<a href=x <b><a href="y">').links.at(-1)).toBe('y')
  })
})
