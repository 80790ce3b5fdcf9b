/** The path alone where `url` is on the site of `start`: the report need not repeat its origin in each line. */
export function shortenUrl(url: string, start: string): string {
  const { origin } = new URL(start)
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url
}

/** The same of the addresses in a text, such as «3 redirects to http://…». */
export function shortenUrls(text: string, start: string): string {
  return text.replaceAll(`${new URL(start).origin}/`, '/')
}
