import { describe, expect, it } from 'vitest'
import { extractLinks, LinkExtractor } from '../src/link/extract-links.ts'

describe('extractLinks', () => {
  it('finds links in every element that has them, in order', () => {
    const html = `<link rel=stylesheet href=a.css><a href='b'>b</a><img src="c.png"><script src=d.js></script>
      <iframe src=e></iframe><map><area href=f></map><video src=g><track src=h></video>`
    expect(extractLinks(html).links).toEqual(['a.css', 'b', 'c.png', 'd.js', 'e', 'f', 'g', 'h'])
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
