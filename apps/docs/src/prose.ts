// VitePress makes Vue components of pages, so in prose `{{ x }}` would be an expression and `<T>` an element. Here they are
// text, as they are on every other site that shows the same Markdown. Headings get the ids that they have in the
// repository, so that links to them hold in both places.

interface Token {
  type: string
  content: string
  info: string
}

/** The part of markdown-it that is used. */
export interface MarkdownRenderer {
  utils: { escapeHtml(text: string): string }
  renderer: {
    rules: Record<string, ((tokens: Token[], index: number, ...rest: never[]) => string) | undefined>
  }
}

export function plainProse(md: MarkdownRenderer): void {
  const { escapeHtml } = md.utils
  const rules = md.renderer.rules
  rules.text = (tokens, i) => escapeHtml(tokens[i]?.content ?? '').replaceAll('{{', '&#123;&#123;')
  const fence = rules.fence
  rules.fence = (tokens, i, ...rest) => {
    const html = fence?.(tokens, i, ...rest) ?? ''
    const name = /(?:^| )file=(\S+)/.exec(tokens[i]?.info ?? '')?.[1]
    return name === undefined ? html : `<div class="file-name">${escapeHtml(name)}</div>\n${html}`
  }
}

/** The id that the repository's host gives a heading. */
export function slugify(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
}
