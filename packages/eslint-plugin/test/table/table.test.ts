// docs/forgotten-yield-star.md: the compiler, the linter and the program, each run on all shapes.

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { tablePage, tableRows } from './page.ts'

const page = new URL('../../../../docs/forgotten-yield-star.md', import.meta.url)

describe('the 40 shapes, compiled, linted and run', () => {
  let rows: Awaited<ReturnType<typeof tableRows>>

  // Three processes, and a linter: ten seconds of work, which may be minutes where others work, too.
  beforeAll(async () => {
    rows = await tableRows()
  }, 300_000)

  it('every mistake is told by the linter, with types and without', () => {
    for (const { variant, typed, untyped } of rows.mistakes)
      expect({ code: variant.code, typed: typed.length, untyped: untyped.length }).toEqual({
        code: variant.code,
        typed: 1,
        untyped: 1,
      })
  })

  it('what only looks like one is told by none', () => {
    for (const { variant, ...said } of rows.others)
      expect({ code: variant.code, ...said }).toEqual({
        code: variant.code,
        compiler: [],
        typed: [],
        untyped: [],
        program: [],
        debugged: [],
      })
  })

  it('docs/forgotten-yield-star.md is what `pnpm forgotten` would write', () => {
    expect(readFileSync(page, 'utf8')).toBe(tablePage(rows))
  })
})
