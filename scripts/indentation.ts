// Indents the JavaScript in dist by tabs, where tsc writes four spaces for each level: that was a seventh of
// the JavaScript of core. What stands between backticks keeps its spaces. The maps are told by how much each
// line became shorter.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { decode, encode } from './lib/mappings.ts'
import { filesBelow } from './lib/workspace.ts'

const SPACES = '    '

interface SourceMap {
  mappings: string
}

export function indentByTabs(dist: string): void {
  for (const file of filesBelow(resolve(dist), '.js')) {
    const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMap
    const indented = byTabs(readFileSync(file, 'utf8'), map)
    writeFileSync(file, indented.code)
    writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: indented.mappings }))
  }
}

export function byTabs(code: string, { mappings }: SourceMap): { code: string; mappings: string } {
  const kept = linesInTemplates(code)
  const mapped = decode(mappings)
  const lines = code.split('\n').map((line, row) => {
    const levels = kept.has(row) ? 0 : levelsOf(line)
    const narrower = levels * (SPACES.length - 1)
    mapped[row] = (mapped[row] ?? []).map(([column, ...rest]) => [Math.max(0, column! - narrower), ...rest])
    return '\t'.repeat(levels) + line.slice(levels * SPACES.length)
  })
  return { code: lines.join('\n'), mappings: encode(mapped) }
}

function levelsOf(line: string): number {
  let levels = 0
  while (line.startsWith(SPACES, levels * SPACES.length)) levels++
  return levels
}

/** The lines that begin inside a template, by their numbers. */
function linesInTemplates(code: string): Set<number> {
  const rows = new Set<number>()
  if (!code.includes('`')) return rows
  const rowAt = (at: number): number => code.slice(0, at).split('\n').length - 1
  new Visitor({
    TemplateElement: ({ start, end }) => {
      const last = rowAt(end)
      for (let row = rowAt(start) + 1; row <= last; row++) rows.add(row)
    },
  }).visit(parseSync('file.js', code).program)
  return rows
}
