/** What links are read from. */
export type PageType = 'html' | 'markdown' | 'css'

const CONTENT_TYPES: readonly [PageType, RegExp][] = [
  ['html', /^(text\/html|application\/xhtml\+xml)\b/],
  ['markdown', /^text\/(x-)?markdown\b/],
  ['css', /^text\/css\b/],
]

/** By the header of an answer; `undefined` for what has no links to read. */
export function pageTypeOf(contentType: string): PageType | undefined {
  return CONTENT_TYPES.find(([, pattern]) => pattern.test(contentType))?.[0]
}
