/**
 * From what a page says (`href="../b.html#top"`) to what is to be checked.
 *
 * The problem: two spellings of one address must become one visit, and what can never be fetched must be
 * named as broken before anything is sent. The WHATWG parser does most of it (dots, default ports, case of
 * the host), but it repairs in silence what other clients trip over: `%ZZ` stays as it is. So malformed
 * percent-encoding is refused here, though a browser would send it.
 */

export type Link =
  | { readonly kind: 'address'; readonly url: string; readonly fragment: string }
  /** Neither http nor a file: mailto, tel, data and the like cannot be checked by fetching. */
  | { readonly kind: 'other'; readonly scheme: string }
  | { readonly kind: 'bad'; readonly reason: string }

const MALFORMED_PERCENT = /%(?![0-9a-f]{2}).{0,2}/i
const SCHEME = /^([a-z][a-z0-9+.-]*):/i

/** Resolves a link as written on the page at `base`; `url` comes back without its fragment. */
export function resolveLink(written: string, base: string): Link {
  const raw = written.trim()
  const scheme = SCHEME.exec(raw)?.[1]?.toLowerCase()
  // A page of the network cannot link to the user's files, and a file can.
  const local = base.startsWith('file:')
  const checked = scheme === 'http' || scheme === 'https' || (scheme === 'file' && local)
  if (scheme !== undefined && !checked) return { kind: 'other', scheme }

  const malformed = MALFORMED_PERCENT.exec(raw)
  if (malformed) return { kind: 'bad', reason: `malformed percent-encoding "${malformed[0]}"` }
  // `//host/path` has the scheme of its page, which a file has none of.
  const text = local && raw.startsWith('//') ? `https:${raw}` : raw
  if (!URL.canParse(text, base)) return { kind: 'bad', reason: 'not a valid URL' }

  const url = new URL(text, base)
  const fragment = decodeURIComponentLeniently(url.hash.slice(1))
  return { kind: 'address', url: normalizeUrl(url), fragment }
}

/** One spelling for one document: no fragment, no empty query, `%c3` as `%C3`. */
export function normalizeUrl(url: URL): string {
  const plain = new URL(url)
  plain.hash = ''
  if (plain.protocol === 'file:') plain.search = ''
  // Assigning takes away a lone "?" as well.
  if (plain.search === '') plain.search = ''
  return plain.href.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())
}

/** A fragment in an older encoding than UTF-8 (`%E9`) is compared as it was written. */
function decodeURIComponentLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
