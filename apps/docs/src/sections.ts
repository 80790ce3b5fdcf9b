// What the search knows of a page: its sections, each with a title and its prose. Code is left out: it
// doubles the index, and what it says the text says, too. Of the reference only names and what is said of
// them count: below each of them stand the same headings, «Parameters», «Returns».

export interface Section {
  anchor: string
  /** From the page's title down to the section's own. */
  titles: string[]
  text: string
}

const heading = /<h([1-6])[^>]*?id="([^"]*)"[^>]*>([\s\S]*?)<\/h\1>/g

const frame = new Set(
  [
    [
      'Call Signature',
      'Constructor',
      'Constructors',
      'Extends',
      'Extended by',
      'Implements',
      'Implementation of',
    ],
    ['Inherited from', 'Overrides', 'Methods', 'Properties', 'Accessors', 'Get Signature', 'Set Signature'],
    [
      'Parameters',
      'Type Parameters',
      'Returns',
      'Example',
      'Examples',
      'Type Declaration',
      'Throws',
      'Default',
    ],
    [
      'Functions',
      'Classes',
      'Interfaces',
      'Type Aliases',
      'Variables',
      'Modules',
      'References',
      'Namespaces',
    ],
    ['Index Signature', 'Default Value', 'Deprecated', 'See'],
  ].flat(),
)

/** Takes the HTML that was rendered without code blocks. */
export function* sectionsOf(path: string, html: string): Generator<Section> {
  const isReference = path.replaceAll('\\', '/').includes('/reference/')
  const found = [...html.matchAll(heading)]
  const above: string[] = []
  let last: Section | undefined
  for (const [i, match] of found.entries()) {
    const level = Number(match[1]) - 1
    const title = plain((match[3] ?? '').replace(/<a class="header-anchor"[\s\S]*?<\/a>/, ''))
    const text = plain(html.slice(match.index + match[0].length, found[i + 1]?.index))
    if (isReference && (frame.has(title) || level > 2)) {
      // The summary of a function stands below «Call Signature».
      if (last && title === 'Call Signature') last.text += ` ${text}`
      continue
    }
    if (last) yield last
    above[level] = title
    above.length = level + 1
    last = {
      anchor: match[2] ?? '',
      titles: above.filter((name) => name && !(isReference && frame.has(name))),
      text,
    }
  }
  if (last) yield last
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#123;/g, '{')
    .replace(/&amp;/g, '&')
    .replace(/[\u200b\s]+/g, ' ')
    .trim()
}
