// Takes the comments out of the JavaScript in dist: they are in the declarations, too, and in src, which is
// published.
//
// Here and not by `removeComments` of tsc, which takes them out of the declarations as well, and takes what
// bundlers read (`@__PURE__`). Whole lines go, and the ends of lines. A comment before code on its line
// stays, so no column moves and the maps only lose lines.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { decode, encode, type Segment } from './lib/mappings.ts'
import { filesBelow } from './lib/workspace.ts'

interface SourceMap {
  mappings: string
}

export function stripComments(dist: string): void {
  for (const file of filesBelow(resolve(dist), '.js')) {
    const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMap
    const stripped = withoutComments(readFileSync(file, 'utf8'), map)
    writeFileSync(file, stripped.code)
    writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: stripped.mappings }))
  }
}

export function withoutComments(code: string, { mappings }: SourceMap): { code: string; mappings: string } {
  let blanked = ''
  let done = 0
  for (const { start, end, value } of parseSync('file.js', code).comments) {
    if (isRead(value) || !endsItsLine(code, end)) continue
    blanked += code.slice(done, start) + code.slice(start, end).replace(/[^\n]/g, ' ')
    done = end
  }
  blanked += code.slice(done)
  const before = code.split('\n')
  const mapped = decode(mappings)
  const lines: string[] = []
  const segments: Segment[][] = []
  for (const [row, line] of blanked.split('\n').entries()) {
    const text = line === before[row] ? line : line.trimEnd()
    if (text === '' && before[row] !== '') continue
    lines.push(text)
    segments.push((mapped[row] ?? []).filter(([column]) => column! <= text.length))
  }
  return { code: lines.join('\n'), mappings: encode(segments) }
}

/** Does a tool or a lawyer read it? */
function isRead(comment: string): boolean {
  return /^!|^# sourceMappingURL=|@license|__PURE__|__NO_SIDE_EFFECTS__|@vite-ignore|webpack[A-Z]/.test(
    comment,
  )
}

function endsItsLine(code: string, end: number): boolean {
  const rest = /[ \t\r]*(?:\n|$)/y
  rest.lastIndex = end
  return rest.test(code)
}
