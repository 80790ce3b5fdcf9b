/** The kinds of documents that links are read from. */
export type PageType = 'html' | 'markdown' | 'css'

const CONTENT_TYPES: readonly [PageType, RegExp][] = [
  ['html', /^(text\/html|application\/xhtml\+xml)\b/],
  ['markdown', /^text\/(x-)?markdown\b/],
  ['css', /^text\/css\b/],
]

/** The kind that a content type stands for; `undefined` if the document has no links to read. */
export function pageTypeOf(contentType: string): PageType | undefined {
  return CONTENT_TYPES.find(([, pattern]) => pattern.test(contentType))?.[0]
}
