/** The path of an address, without origin and query. */
export function pathOf(url: string): string {
  const scheme = url.indexOf('://')
  const from = scheme < 0 ? 0 : url.indexOf('/', scheme + 3)
  if (from < 0) return '/'
  const end = url.slice(from).search(/[?#]/)
  return end < 0 ? url.slice(from) : url.slice(from, from + end)
}
