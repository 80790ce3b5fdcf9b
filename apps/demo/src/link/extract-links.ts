import { Parser } from 'htmlparser2'

/**
 * Reads a page for two things: the links it holds and the anchors it offers.
 *
 * htmlparser2 builds no tree, so a page of 5 MB costs no more memory than its links. It does cost time, so this
 * runs in a worker (see read-page.ts): the module imports nothing a worker would not need. Links are kept as they were written, once each: the report has to quote them, and a
 * navigation bar that repeats a link five times is one line in it.
 */

export interface PageContent {
  /** As written on the page, each once, in order of appearance. */
  readonly links: readonly string[]
  /** What `#fragment` may point to: every `id`, and the `name` of every `<a>`. */
  readonly anchors: ReadonlySet<string>
  /** Value of `<base href>`, against which the page's links are meant. */
  readonly base: string | undefined
}

const LINK_ATTRIBUTE: Readonly<Record<string, string>> = {
  a: 'href',
  area: 'href',
  audio: 'src',
  embed: 'src',
  frame: 'src',
  iframe: 'src',
  img: 'src',
  link: 'href',
  script: 'src',
  source: 'src',
  track: 'src',
  video: 'src',
}

/** These `<link>`s name a host to warm up, not a document. */
const HINTS = new Set(['dns-prefetch', 'preconnect'])

export class LinkExtractor {
  readonly #links = new Set<string>()
  readonly #anchors = new Set<string>()
  #base: string | undefined
  readonly #parser: Parser

  constructor() {
    this.#parser = new Parser({ onopentag: (name, attributes) => this.#open(name, attributes) })
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
    // The first <base> wins, as in browsers.
    if (name === 'base') this.#base ??= attributes.href
    const attribute = LINK_ATTRIBUTE[name]
    const link = attribute === undefined ? undefined : attributes[attribute]
    if (link === undefined) return
    if (name === 'link' && HINTS.has(attributes.rel ?? '')) return
    this.#links.add(link)
  }
}

/** The links and anchors of a page that is at hand as a whole. */
export function extractLinks(html: string): PageContent {
  const extractor = new LinkExtractor()
  extractor.write(html)
  return extractor.end()
}

/** The same of a page as it was sent. A charset that is unknown is read as UTF-8: links are ASCII nearly always. */
export function extractLinksFrom(bytes: Uint8Array, charset: string | undefined): PageContent {
  return extractLinks(decoderFor(charset).decode(bytes))
}

function decoderFor(charset: string | undefined) {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
