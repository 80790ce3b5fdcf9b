// What docs/adopting.md shows stands in integration/adopting, whose suites `pnpm integration adopting` runs.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../lib/workspace.ts'

const guide = readFileSync(join(root, 'docs/adopting.md'), 'utf8')
const blocks = [...guide.matchAll(/^<!-- ([^\n]*) -->\n```(js|diff)\n(.*?)^```$/gms)].map(
  ([, files = '', kind, text = '']) => ({ files: files.split(' '), kind, lines: text.trimEnd().split('\n') }),
)

const read = (file: string) => readFileSync(join(root, 'integration/adopting', file), 'utf8')

/** `…` stands for lines that are left out. */
const parts = (lines: readonly string[]) => lines.join('\n').split(/\n…\n|^…\n|\n…$/)

/** The lines of a change that are in the file before it, or in the one after it. */
const side = (lines: readonly string[], sign: string) =>
  lines
    .filter((line) => [' ', '…', sign].includes(line[0] ?? ' '))
    .map((line) => (line === '…' ? line : line.slice(1)))

it('each block of the guide is part of the step that it names', () => {
  expect(blocks.map(({ files, kind }) => `${kind} ${files.join(' ')}`)).toHaveLength(10)
  for (const { files, kind, lines } of blocks) {
    const [first = '', second] = files
    for (const part of parts(kind === 'diff' ? side(lines, '-') : lines)) expect(read(first)).toContain(part)
    if (second === undefined) continue
    for (const part of parts(side(lines, '+'))) expect(read(second)).toContain(part)
  }
})

it('all blocks of code name their file', () => {
  expect([...guide.matchAll(/^```(js|diff|ts)$/gm)]).toHaveLength(blocks.length)
})
