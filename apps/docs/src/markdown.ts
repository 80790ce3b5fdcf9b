// The Markdown of the repository is written to be read in the repository: it links to programs, tests and
// folders. The site has none of these, and copies of them would be some four hundred files that nobody looks
// for there. So a link to a page of the site becomes one to its address, an image is copied beside the pages,
// and of any other link only its label is left.
//
// The READMEs of packages link to the repository's home, because they are read on registries too. Such a link
// is taken for one to the file, also that of an image.
//
// Nothing here understands Markdown. It is enough to leave fenced blocks alone and to know `[label](target)`,
// because a link to a file that does not exist is an error: what was taken for a link by mistake shows
// itself.

import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { home } from '../../../scripts/lib/home.ts'
import { root } from '../../../scripts/lib/workspace.ts'

/** What a page may link to. */
export interface Places {
  /** The route of the page that a file or folder of the repository has, if it has one. */
  routeOf(path: string, anchor?: string): string | undefined
  /** Takes an image into the site; returns its path from the top of the site. */
  takeImage(path: string): string
}

const links = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g

const escaped = (address: string): string => address.replaceAll('.', '\\.')
const images = home.replace('github.com', 'raw.githubusercontent.com')
const repository = new RegExp(`^(?:${escaped(home)}/(?:blob|tree)|${escaped(images)})/main/`)

/** A link to the repository's home as one from `file`. */
function besides(file: string, target: string): string {
  const path = target.replace(repository, '')
  return path === target ? target : relative(dirname(file), resolve(root, path)).replaceAll('\\', '/')
}

/** The page as it stands on the site at `route`. Throws if a link leads to no file at all. */
export function siteMarkdown(text: string, file: string, route: string, places: Places): string {
  const from = (path: string): string => relative(dirname(`/${route}`), `/${path}`).replaceAll('\\', '/')
  const dotted = (path: string): string => (path.startsWith('.') ? path : `./${path}`)
  const relink = (link: string, image: string, label: string, href: string): string => {
    const target = besides(file, href)
    if (/^(#|[a-z]+:)/.test(target)) return link
    const [place = '', anchor] = target.split('#')
    const path = resolve(dirname(file), place)
    if (!existsSync(path)) throw new Error(`${file} links to ${target}, which does not exist`)
    if (image) return `![${label}](${dotted(from(places.takeImage(path)))})`
    const to = places.routeOf(path, anchor)
    if (to === undefined) return label
    return `[${label}](${dotted(from(`${to}.md`))}${anchor === undefined ? '' : `#${anchor}`})`
  }
  return outsideOfBlocks(text, (part) => part.replace(/<!--[\s\S]*?-->\n?/g, '').replace(links, relink))
}

/** Changes the text between fenced blocks. */
export function outsideOfBlocks(text: string, change: (part: string) => string): string {
  const parts = text.split(/^([ \t]*```[\s\S]*?^[ \t]*```[ \t]*$)/m)
  return parts.map((part, i) => (i % 2 === 0 ? change(part) : part)).join('')
}
