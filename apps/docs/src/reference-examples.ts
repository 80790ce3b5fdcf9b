// An `@example` leaves out the imports of what its own package and core export: an editor shows it beside the
// name it explains. On a page of the reference somebody may copy it, or press «Run», so there it has them.

import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { importableIn } from '../../../scripts/examples/generate.ts'
import { withImports } from '../../../scripts/examples/transform.ts'
import { filesBelow } from '../../../scripts/lib/workspace.ts'

const section = /^#{2,5} Examples?\n[\s\S]*?(?=^#{1,5} |$(?![\s\S]))/gm
const block = /^(```ts\b[^\n]*)\n([\s\S]*?)\n```$/gm

/** Completes the examples of all pages below `dir`, which has a folder for each package. */
export function completeExamples(dir: string): void {
  for (const file of filesBelow(dir, '.md')) {
    const [id = ''] = relative(dir, file).split(/[\\/]/)
    if (id === 'index.md') continue
    const text = readFileSync(file, 'utf8')
    const complete = text.replace(section, (part) =>
      part.replace(block, (_, fence: string, code: string) => {
        const example = { file, line: 1, code, mode: 'run', docstring: true } as const
        return `${fence}\n${withImports(example, importableIn(id))}\n\`\`\``
      }),
    )
    if (complete !== text) writeFileSync(file, complete)
  }
}

/** The examples of a page alone: its other blocks are signatures. */
export function examplesOnly(text: string): string {
  return (text.match(section) ?? []).join('\n')
}
