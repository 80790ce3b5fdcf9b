import Slugger from 'github-slugger'
import { Marked } from 'marked'

/** Markdown as HTML, as GitHub renders it: bare addresses are links, and each heading has an anchor. */
export function renderMarkdown(text: string): string {
  const slugger = new Slugger()
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens)
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer)
        return `<h${depth} id="${slugger.slug(unescaped(plain))}">${html}</h${depth}>\n`
      },
    },
  })
  return marked.parse(text, { async: false })
}

/** The text of a heading holds entities such as `&amp;`, which are no part of its anchor. */
function unescaped(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#39);/g, '')
}
