/** The path alone, if `url` is on the site of `start`: the report need not repeat the origin in each line. */
export function shortenUrl(url: string, start: string): string {
  const { common, kept } = sharedWith(start)
  return url.startsWith(common) ? kept + url.slice(common.length) : url
}

/** Shortens all addresses in a text, such as «3 redirects to http://…». */
export function shortenUrls(text: string, start: string): string {
  const { common, kept } = sharedWith(start)
  return text.replaceAll(common, kept)
}

/** The common beginning of the addresses of a site, and what remains of it. For files it is their folder. */
function sharedWith(start: string): { readonly common: string; readonly kept: string } {
  if (start.startsWith('file:')) return { common: new URL('.', start).href, kept: '' }
  return { common: `${new URL(start).origin}/`, kept: '/' }
}
