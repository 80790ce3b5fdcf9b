// A drawing as data, so that the same one becomes a text when the site is built, and elements in the page.
// Names of tasks are a program's: in both they are text, and never markup.

export interface Shape {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly inside: readonly (Shape | string)[]
}

export function shape(
  tag: string,
  attributes: Shape['attributes'] = {},
  ...inside: readonly (Shape | string)[]
): Shape {
  return { tag, attributes, inside }
}

export function toMarkup({ tag, attributes, inside }: Shape): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
  const content = inside.map((part) => (typeof part === 'string' ? escaped(part) : toMarkup(part)))
  return `<${tag}${written.join('')}>${content.join('')}</${tag}>`
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('{', '&#123;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: no markup may hold them.
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udfff](?![\udc00-\udfff])/g, '\ufffd')
  )
}
