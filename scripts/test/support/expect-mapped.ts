import { SourceMap } from 'node:module'
import { expect } from 'vitest'

/** Expects the map of `code` to lead from the first place of each name to one of `source` that begins so. */
export function expectMapped(
  names: readonly string[],
  { code, map, source }: { code: string; map: object; source: string },
): void {
  const found = new SourceMap(map as never)
  const [rows, original] = [code.split('\n'), source.split('\n')]
  for (const name of names) {
    const row = rows.findIndex((line) => line.includes(name))
    const entry = found.findEntry(row, rows[row]!.indexOf(name)) as {
      originalLine: number
      originalColumn: number
    }
    expect(original[entry.originalLine]!.slice(entry.originalColumn)).toMatch(new RegExp(`^${name}`))
  }
}
