// The Markdown of the repository is written to be read in the repository: it links to programs, tests and folders. The
// reference has none of these, and copies of them would be some four hundred files that nobody looks for there. So a
// link to a page of the reference, or to an image, stays; of any other link only its label is left.
//
// The READMEs of packages link to the repository's home, because they are read on registries too. Such a link is taken for
// one to the file.
//
// Nothing here understands Markdown. It is enough to leave fenced blocks alone and to know `[label](target)`, because a
// link to a file that does not exist is an error: what was taken for a link by mistake shows itself.

import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { home } from '../../../scripts/lib/home.ts'
import { root } from '../../../scripts/lib/workspace.ts'

export interface Page {
  title: string
  /** Without the title. */
  body: string
}

const links = /(!?)\[([^\]]*)\]\(([^()\s]+)\)/g

/** Output of a program has no language: typedoc would take it for TypeScript, and colour it. */
function fenced(block: string): string {
  return block.replace(/^```\n/, '```text\n')
}

const pages = new RegExp(`^${home.replaceAll('.', '\\.')}/(?:blob|tree)/main/`)

/** A link to the repository's home as one from `file`. */
function besides(file: string, target: string): string {
  const path = target.replace(pages, '')
  return path === target ? target : relative(dirname(file), resolve(root, path)).replaceAll('\\', '/')
}

/** `isPage` answers for the absolute path of a file or folder. Throws where a link leads to no file at all. */
export function readMarkdown(text: string, file: string, isPage: (path: string) => boolean): Page {
  const relink = (link: string, image: string, label: string, href: string): string => {
    const target = besides(file, href)
    if (/^(#|[a-z]+:)/.test(target)) return link
    const path = resolve(dirname(file), target.replace(/#.*/, ''))
    if (!existsSync(path)) throw new Error(`${file} links to ${target}, which does not exist`)
    return image || isPage(path) ? `${image}[${label}](${target})` : label
  }
  const [heading = '', ...rest] = text.split(/(?<=\n)/)
  const parts = rest.join('').split(/^(```[\s\S]*?^```$)/m)
  return {
    title: heading.replace(/^# /, '').trim(),
    body: parts.map((part, i) => (i % 2 === 0 ? part.replace(links, relink) : fenced(part))).join(''),
  }
}
