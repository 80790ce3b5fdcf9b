import { Parser } from 'htmlparser2'

/** The pages and sitemaps that a sitemap names. */
export interface SitemapContent {
  readonly pages: readonly string[]
  readonly sitemaps: readonly string[]
}

/** Reads a sitemap, or an index of sitemaps. Any other text names nothing. Runs in a worker. */
export function extractSitemap(xml: string): SitemapContent {
  const pages: string[] = []
  const sitemaps: string[] = []
  const path: string[] = []
  let text = ''
  const parser = new Parser(
    {
      onopentag: (name) => {
        path.push(name)
        text = ''
      },
      ontext: (piece) => {
        text += piece
      },
      onclosetag: () => {
        const place = path.slice(-2).join(' ')
        if (place === 'url loc') pages.push(text.trim())
        else if (place === 'sitemap loc') sitemaps.push(text.trim())
        path.pop()
      },
    },
    { xmlMode: true },
  )
  parser.write(xml)
  parser.end()
  return { pages, sitemaps }
}
