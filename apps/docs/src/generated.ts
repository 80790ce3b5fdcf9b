// Pages that nobody writes: what is new, from the changesets and the changelogs, and on which runtimes the
// tests pass, from the table that `pnpm test:runtimes` writes into the README.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { filesBelow, packages, root } from '../../../scripts/lib/workspace.ts'

/** Where they are written, before the pages of the site are listed. */
export const generatedFolder: string = join(root, 'apps/docs/.generated')

export function writeGenerated(): void {
  mkdirSync(generatedFolder, { recursive: true })
  writeFileSync(join(generatedFolder, 'changes.md'), changes())
  writeFileSync(join(generatedFolder, 'runtimes.md'), runtimes())
}

/** The changes that no release has yet, then the changelog of each package. */
export function changes(): string {
  const pending = filesBelow(join(root, '.changeset'), '.md').map((file) =>
    changeOf(basename(file, '.md'), readFileSync(file, 'utf8')),
  )
  const logs = packages()
    .map(({ dir }) => join(dir, 'CHANGELOG.md'))
    .filter(existsSync)
    .map((file) =>
      readFileSync(file, 'utf8')
        .replace(/^(#+ )/gm, '#$1')
        .trim(),
    )
  return [
    '# What is new',
    'Each change says what was, what is, and why.',
    ...(pending.length === 0 ? [] : ['## In the next release', ...pending]),
    ...logs,
  ].join('\n\n')
}

/** `any-race` with its packages and its text. */
export function changeOf(name: string, text: string): string {
  const parts = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(text)
  if (parts === null)
    throw new Error(`Expected a changeset in .changeset/${name}.md, with its packages on top`)
  const [, front = '', body = ''] = parts
  const names = [...front.matchAll(/^['"]@acoro\/([\w-]+)['"]:/gm)].map(([, id = '']) => `\`${id}\``)
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
  return `### ${title}\n\n${names.join(', ')}\n\n${body.trim()}`
}

/** «Runtimes» of the README as a page. */
export function runtimes(readme: string = readFileSync(join(root, 'README.md'), 'utf8')): string {
  const [, section] = /^## Runtimes\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readme) ?? []
  if (section === undefined) throw new Error('Expected a section «## Runtimes» in README.md')
  return `# Runtimes\n${section.trimEnd()}\n`
}
