// VitePress makes Vue components of pages, so in prose `{{ x }}` would be an expression and `<T>` an element.
// Here they are text, as they are on every other site that shows the same Markdown. Headings get the ids that
// they have in the repository, so that links to them hold in both places. Below an example that can run
// stands a place for its button, and its picture.

import { type PageToken, showsPairs, sideBySide } from './pairs.ts'
import type { PlaygroundIndex } from './playground/write.ts'

interface Token extends PageToken {
  info: string
  attrGet?(name: string): string | null
}

interface Environment {
  relativePath?: string
}

interface State {
  tokens: Token[]
  env: Environment | undefined
}

/** The part of markdown-it that is used. */
export interface MarkdownRenderer {
  utils: { escapeHtml(text: string): string }
  core: { ruler: { push(name: string, rule: (state: State) => void): void } }
  renderer: {
    rules: Record<
      string,
      | ((tokens: Token[], index: number, options: unknown, env: Environment, ...rest: never[]) => string)
      | undefined
    >
  }
}

export function plainProse(md: MarkdownRenderer, examples: PlaygroundIndex['examples'] = {}): void {
  const { escapeHtml } = md.utils
  const rules = md.renderer.rules
  rules.text = (tokens, i) => escapeHtml(tokens[i]?.content ?? '').replaceAll('{{', '&#123;&#123;')
  const fence = rules.fence
  rules.fence = (tokens, i, options, env, ...rest) => {
    const { info = '', content = '' } = tokens[i] ?? {}
    const html = fence?.(tokens, i, options, env, ...rest) ?? ''
    const name = /(?:^| )file=(\S+)/.exec(info)?.[1]
    const head = name === undefined ? '' : `<div class="file-name">${escapeHtml(name)}</div>\n`
    const route = routeOf(env)
    const example = /^(?:ts|typescript)\b/.test(info)
      ? examples[route]?.[content.replace(/\n$/, '')]
      : undefined
    if (example === undefined) return head + html
    const linked = route === 'playground' ? ' data-linked' : ''
    return `${head}${html}<div class="play" data-program="${example.id}"${linked}>${example.picture}</div>\n`
  }
  // A column without a heading: for those who hear the table, an empty heading is none.
  rules.th_open = (tokens, i) => (tokens[i + 1]?.content === '' ? '<td>' : `<th${alignment(tokens[i])}>`)
  rules.th_close = (tokens, i) => (tokens[i - 1]?.content === '' ? '</td>' : '</th>')
  md.core.ruler.push('beside', ({ tokens }) => besides(tokens))
  md.core.ruler.push('pairs', ({ tokens, env }) => {
    if (showsPairs(routeOf(env))) sideBySide(tokens, markup)
  })
}

function routeOf(env: Environment | undefined): string {
  return (env?.relativePath ?? '').replace(/\.md$/, '')
}

function markup(content: string): Token {
  return { type: 'html_block', tag: '', level: 0, content, info: '' }
}

const dividers: Readonly<Record<string, string>> = {
  '::: beside': '<div class="beside"><div>',
  '::: and': '</div><div>',
  '::: end': '</div></div>',
}

function alignment(token: Token | undefined): string {
  const style = token?.attrGet?.('style') ?? ''
  return style === '' ? '' : ` style="${style}"`
}

/** Paragraphs that say «::: beside», «::: and», «::: end» put what is between them side by side. */
function besides(tokens: Token[]): void {
  for (let at = 0; at + 2 < tokens.length; at++) {
    const html = dividers[tokens[at + 1]?.content ?? '']
    const token = tokens[at]
    if (token?.type !== 'paragraph_open' || html === undefined) continue
    tokens.splice(at, 3, markup(html))
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
