import { TokenType, tokenize } from '@csstools/css-tokenizer'

/**
 * What a style sheet loads: `url(…)`, and the sheets that `@import` names. A `url(#id)` means the document that the style
 * is in, and no address.
 */
export function extractCss(css: string): string[] {
  const links = new Set<string>()
  /** What the next string is: the argument of `url(` or of `@import`. */
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
