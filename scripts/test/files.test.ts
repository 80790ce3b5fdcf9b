/** What CONTRIBUTING promises of each file: its length, and the width of its comments. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, packages, root, shown } from '../lib/workspace.ts'

const MOST_LINES = 350
const WIDTH = 110

/** Each line of a comment that is prose: no directive, code, table or picture, and no long address. */
function* prose(text: string): Generator<{ row: number; line: string }> {
  let isFenced = false
  for (const [row, line] of text.split('\n').entries()) {
    const comment = /^\s*(?:\/\/|\/?\*\*?)\s?(.*)$/.exec(line)?.[1]
    if (comment === undefined) continue
    if (comment.startsWith('```')) isFenced = !isFenced
    const isVerbatim = /^(?:\s{2}|\||biome-ignore|eslint-|@ts-|only on )|https?:\/\/\S{60}/.test(comment)
    if (!isFenced && !isVerbatim) yield { row: row + 1, line }
  }
}

describe('each file', () => {
  it(`of a package has at most ${MOST_LINES} lines`, () => {
    const long = packages().flatMap(({ dir }) =>
      filesBelow(join(dir, 'src'), '.ts', '.tsx')
        .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
        .filter(({ lines }) => lines > MOST_LINES)
        .map(({ file, lines }) => `${shown(file)} has ${lines} lines`),
    )
    expect(long).toEqual([])
  })

  it(`has comments of at most ${WIDTH} columns`, () => {
    const wide = ['packages', 'apps', 'scripts'].flatMap((dir) =>
      filesBelow(join(root, dir), '.ts', '.tsx').flatMap((file) =>
        [...prose(readFileSync(file, 'utf8'))]
          .filter(({ line }) => line.length > WIDTH)
          .map(({ row, line }) => `${shown(file)}:${row} has ${line.length} columns`),
      ),
    )
    expect(wide).toEqual([])
  })
})
