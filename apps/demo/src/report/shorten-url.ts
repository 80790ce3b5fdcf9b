/** The path alone where `url` is on the site of `start`: the report need not repeat its origin in each line. */
export function shortenUrl(url: string, start: string): string {
  const { origin } = new URL(start)
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url
}
