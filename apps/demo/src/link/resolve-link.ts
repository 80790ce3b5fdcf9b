/**
 * From a link as written (`href="../b.html#top"`) to the address to check.
 *
 * Two spellings of one address must become one visit. A link that can never be fetched must be reported as
 * broken before anything is sent. The WHATWG parser does most of this: dots, default ports, the case of the
 * host. But it keeps malformed percent-encoding such as `%ZZ`, which other clients refuse. So it is refused
 * here, although a browser would send it.
 */

export type Link =
  | { readonly kind: 'address'; readonly url: string; readonly fragment: string }
  /** Neither http nor a file: mailto, tel, data and others cannot be checked by fetching. */
  | { readonly kind: 'other'; readonly scheme: string }
  | { readonly kind: 'bad'; readonly reason: string }

const MALFORMED_PERCENT = /%(?![0-9a-f]{2}).{0,2}/i
const SCHEME = /^([a-z][a-z0-9+.-]*):/i

/** Resolves a link as written on the page at `base`. `url` has no fragment. */
export function resolveLink(written: string, base: string): Link {
  const raw = written.trim()
  const scheme = SCHEME.exec(raw)?.[1]?.toLowerCase()
  // A file may link to files. A page of the network may not.
  const local = base.startsWith('file:')
  const checked = scheme === 'http' || scheme === 'https' || (scheme === 'file' && local)
  if (scheme !== undefined && !checked) return { kind: 'other', scheme }

  const malformed = MALFORMED_PERCENT.exec(raw)
  if (malformed) return { kind: 'bad', reason: `malformed percent-encoding "${malformed[0]}"` }
  // `//host/path` takes the scheme of its page. For a file that is https.
  const text = local && raw.startsWith('//') ? `https:${raw}` : raw
  if (!URL.canParse(text, base)) return { kind: 'bad', reason: 'not a valid URL' }

  const url = new URL(text, base)
  const fragment = decodeURIComponentLeniently(url.hash.slice(1))
  return { kind: 'address', url: normalizeUrl(url), fragment }
}

/** One spelling for each document: no fragment, no empty query, `%C3` for `%c3`. */
export function normalizeUrl(url: URL): string {
  const plain = new URL(url)
  plain.hash = ''
  if (plain.protocol === 'file:') plain.search = ''
  // The assignment also removes a lone "?".
  if (plain.search === '') plain.search = ''
  return plain.href.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())
}

/** A fragment that is not UTF-8 (`%E9`) is compared as written. */
function decodeURIComponentLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
