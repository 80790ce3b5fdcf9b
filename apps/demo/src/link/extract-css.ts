import { TokenType, tokenize } from '@csstools/css-tokenizer'

/**
 * The links of a style sheet: `url(…)`, and the sheets that `@import` names. `url(#id)` is no link: it means
 * the document that the style is in.
 */
export function extractCss(css: string): string[] {
  const links = new Set<string>()
  /** True if the next string is a link: after `url(` or `@import`. */
  let expects = false
  for (const [type, , , , data] of tokenize({ css }, { onParseError: () => {} })) {
    if (type === TokenType.Whitespace || type === TokenType.Comment) continue
    if (type === TokenType.URL) links.add(data.value)
    else if (type === TokenType.String && expects) links.add(data.value)
    expects =
      (type === TokenType.Function && data.value.toLowerCase() === 'url') ||
      (type === TokenType.AtKeyword && data.value.toLowerCase() === 'import')
  }
  return [...links].filter((link) => link !== '' && !link.startsWith('#'))
}
