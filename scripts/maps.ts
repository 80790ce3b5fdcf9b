// Makes the maps of the JavaScript in dist lead to lines. tsc writes a segment for each word, which made a
// third of what a user installed. Stacks and breakpoints ask for lines, and both sides of these maps have the
// same words in them. The maps of the declarations stay whole: an editor that goes to a definition wants the
// name on the line.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decode, encode } from './lib/mappings.ts'
import { filesBelow } from './lib/workspace.ts'

export function thinMaps(dist: string): void {
  for (const file of filesBelow(resolve(dist), '.js.map')) {
    const map = JSON.parse(readFileSync(file, 'utf8')) as { mappings: string }
    writeFileSync(file, JSON.stringify({ ...map, mappings: byLine(map.mappings) }))
  }
}

/** The mappings without the segments that lead to the same line of the source as the one before them. */
export function byLine(mappings: string): string {
  const lines = decode(mappings).map((segments) =>
    segments.filter(([, source, line], at) => {
      const before = segments[at - 1]
      return before === undefined || before[1] !== source || before[2] !== line
    }),
  )
  return encode(lines)
}
