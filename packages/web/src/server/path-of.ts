/** The path of an address, without origin and query. */
export function pathOf(url: string): string {
  const scheme = url.startsWith('/') ? -1 : url.indexOf('://')
  const from = scheme < 0 ? 0 : url.indexOf('/', scheme + 3)
  if (from < 0) return '/'
  const query = url.indexOf('?', from)
  const hash = url.indexOf('#', from)
  const end = query < 0 || (hash >= 0 && hash < query) ? hash : query
  return end < 0 ? url.slice(from) : url.slice(from, end)
}
