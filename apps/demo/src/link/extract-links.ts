import { Parser } from 'htmlparser2'
import { parseSrcset } from 'srcset'
import { extractCss } from './extract-css.ts'
import type { PageType } from './page-type.ts'
import { renderMarkdown } from './render-markdown.ts'

/**
 * Reads a page for its links and its anchors.
 *
 * htmlparser2 builds no tree, so a page of 5 MB needs no more memory than its links. It does need time, so
 * this runs in a worker (read-page.ts), and imports nothing that a worker does not need.
 *
 * Links are kept as written, once each. The report quotes them, and a link that a navigation bar repeats five
 * times is one line in it.
 */

export interface PageContent {
  /** The links as written, once each, in order of appearance. */
  readonly links: readonly string[]
  /** The targets of `#fragment`: every `id`, and the `name` of every `<a>`. */
  readonly anchors: ReadonlySet<string>
  /** The value of `<base href>`, from which the links of the page lead. */
  readonly base: string | undefined
  /** Set for a style sheet, which is no page. */
  readonly isStyleSheet?: true
}

/** The attributes that hold one link each. */
const LINK_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  area: ['href'],
  audio: ['src'],
  embed: ['src'],
  frame: ['src'],
  iframe: ['src'],
  img: ['src'],
  input: ['src'],
  link: ['href'],
  object: ['data'],
  script: ['src'],
  source: ['src'],
  track: ['src'],
  video: ['src', 'poster'],
}

/** The attributes that hold several images to choose from. */
const SETS: Readonly<Record<string, string>> = { img: 'srcset', link: 'imagesrcset', source: 'srcset' }

/** A `<link>` of this kind names a host to connect to, not a document. */
const HINTS = new Set(['dns-prefetch', 'preconnect'])

export class LinkExtractor {
  readonly #links = new Set<string>()
  readonly #anchors = new Set<string>()
  #base: string | undefined
  /** The text of the open `<style>`. */
  #style: string | undefined
  readonly #parser: Parser

  constructor() {
    this.#parser = new Parser({
      onopentag: (name, attributes) => this.#open(name, attributes),
      ontext: (text) => {
        if (this.#style !== undefined) this.#style += text
      },
      onclosetag: (name) => {
        if (name === 'style') this.#endStyle()
      },
    })
  }

  write(chunk: string): void {
    this.#parser.write(chunk)
  }

  end(): PageContent {
    this.#parser.end()
    return { links: [...this.#links], anchors: this.#anchors, base: this.#base }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (attributes.id !== undefined) this.#anchors.add(attributes.id)
    if (name === 'a' && attributes.name !== undefined) this.#anchors.add(attributes.name)
    if (attributes.style !== undefined) this.#addAll(extractCss(attributes.style))
    // The first <base> wins, as in browsers.
    if (name === 'base') this.#base ??= attributes.href
    if (name === 'style') this.#style = ''
    if (name === 'meta') this.#addAll(refreshOf(attributes))
    if (name === 'link' && HINTS.has(attributes.rel ?? '')) return
    for (const attribute of LINK_ATTRIBUTES[name] ?? []) {
      const link = attributes[attribute]
      if (link !== undefined) this.#links.add(link)
    }
    const set = SETS[name]
    if (set !== undefined) this.#addAll(parseSrcset(attributes[set] ?? '').map(({ url }) => url))
  }

  #endStyle(): void {
    this.#addAll(extractCss(this.#style ?? ''))
    this.#style = undefined
  }

  #addAll(links: readonly string[]): void {
    for (const link of links) this.#links.add(link)
  }
}

/**
 * The target of `<meta http-equiv="refresh" content="5; url=next.html">`. Without a URL the page reloads
 * itself.
 */
function refreshOf({ 'http-equiv': header = '', content = '' }: Readonly<Record<string, string>>): string[] {
  if (header.trim().toLowerCase() !== 'refresh') return []
  const link = /^\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))/is.exec(content)
  const url = (link?.[1] ?? link?.[2] ?? link?.[3] ?? '').trim()
  return url === '' ? [] : [url]
}

/** The links and anchors of a whole page. */
export function extractLinks(text: string, type: PageType = 'html'): PageContent {
  if (type === 'css') {
    return { links: extractCss(text), anchors: new Set(), base: undefined, isStyleSheet: true }
  }
  const extractor = new LinkExtractor()
  extractor.write(type === 'markdown' ? renderMarkdown(text) : text)
  return extractor.end()
}

/**
 * The links and anchors of a page as it was sent. An unknown charset is read as UTF-8: links are nearly
 * always ASCII.
 */
export function extractLinksFrom(
  bytes: Uint8Array,
  charset: string | undefined,
  type: PageType = 'html',
): PageContent {
  return extractLinks(decoderFor(charset).decode(bytes), type)
}

function decoderFor(charset: string | undefined) {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
