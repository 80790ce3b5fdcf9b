// The pages say what the code does: the generated parts are up to date, and the examples are linted.

import acoro from '@acoro/eslint-plugin'
import { describe, expect, it } from 'vitest'
import { pages, read } from '../scripts/docs.ts'
import { lint } from './support/lint.ts'
import { inCoroutine, type Mode, prelude } from './support/prelude.ts'
import { announce } from './support/shared-program.ts'

const MARK = '// in a coroutine\n'

function example(id: string, heading: 'Wrong' | 'Right'): string {
  const [, code] =
    new RegExp(`## ${heading}\n\n\`\`\`ts\n([\\s\\S]*?)\`\`\``).exec(read(`docs/rules/${id}.md`)) ?? []
  if (code === undefined) throw new Error(`Expected an example under «${heading}» in the page of ${id}`)
  return code.startsWith(MARK) ? inCoroutine(code.slice(MARK.length)) : code
}

const rulesIn = (code: string, mode: Mode): string[] =>
  lint(prelude[mode] + code, { mode }).map(({ rule }) => rule)

announce(
  Object.keys(acoro.rules).flatMap((id) =>
    (['Wrong', 'Right'] as const).map((heading) => prelude.typed + example(id, heading)),
  ),
)

it.each(pages())('$path is up to date (`pnpm --filter @acoro/eslint-plugin docs`)', ({ path, text }) => {
  expect(read(path)).toBe(text)
})

describe.each(Object.keys(acoro.rules))('the page of %s', (id) => {
  it.each(['typed', 'untyped'] as const)('has an example of what is wrong, %s', (mode) => {
    expect(new Set(rulesIn(example(id, 'Wrong'), mode))).toEqual(new Set([id]))
  })

  it.each(['typed', 'untyped'] as const)('has an example of what is right, %s', (mode) => {
    expect(rulesIn(example(id, 'Right'), mode)).toEqual([])
  })

  it('names every option', () => {
    const [options = {}] = acoro.rules[id]!.meta.defaultOptions
    for (const option of Object.keys(options))
      expect(read(`docs/rules/${id}.md`)).toContain(`- \`${option}\` (default`)
  })
})

it('the README has the configuration for oxlint with all rules', () => {
  for (const id of Object.keys(acoro.rules)) expect(read('README.md')).toContain(`"@acoro/${id}": "error"`)
})
