import { SourceMap } from 'node:module'
import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { byLine } from '../maps.ts'

it('each place of the code leads to the line it came from, with fewer segments', async () => {
  const source = [
    'export const one = {',
    '  alpha: 1, beta: 2 as number,',
    '}',
    '',
    'export function two(a: number) {',
    '  return [a, one.alpha,',
    '    one.beta]; }',
  ].join('\n')
  const built = await transform(source, { loader: 'ts', sourcemap: true, minifyWhitespace: true })
  const map = JSON.parse(built.map) as { mappings: string }
  const mappings = byLine(map.mappings)
  expect(mappings.length).toBeLessThan(map.mappings.length / 2)
  const [before, after] = [new SourceMap(map as never), new SourceMap({ ...map, mappings } as never)]
  const lineOf = (found: SourceMap, row: number, column: number): number =>
    (found.findEntry(row, column) as { originalLine: number }).originalLine
  const found: number[] = []
  for (const [row, line] of built.code.trimEnd().split('\n').entries()) {
    for (let column = 0; column < line.length; column++) {
      expect(lineOf(after, row, column)).toBe(lineOf(before, row, column))
      found.push(lineOf(after, row, column))
    }
  }
  expect([...new Set(found)]).toEqual([0, 1, 2, 4, 5, 6])
})
