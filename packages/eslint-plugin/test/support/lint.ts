/** Runs all rules of one of the two configurations on a text. */

import { basename, dirname } from 'node:path'
import plugin from '@acoro/eslint-plugin'
import { Linter as Linter10 } from 'eslint'
import { fixtures, languageOptions, type Mode } from './prelude.ts'

export interface Found {
  rule: string
  line: number
  message: string
}

export interface LintOptions {
  mode: Mode
  /** Absolute; the case among the fixtures unless given. */
  filename?: string
  /** Instead of typescript-eslint's. */
  languageOptions?: object
  settings?: object
  options?: Record<string, object> | undefined
  Linter?: typeof Linter10
}

function configOf(one: LintOptions): object[] {
  const config = plugin.configs[one.mode === 'typed' ? 'recommended-type-checked' : 'recommended']
  const rules = Object.entries(one.options ?? {}).map(([rule, options]) => [
    `@acoro/${rule}`,
    ['error', options],
  ])
  return [
    {
      files: ['**/*.{ts,js,mjs,cjs,vue,svelte}'],
      ...config,
      settings: { acoro: { ...config.settings.acoro, ...one.settings } },
      rules: { ...config.rules, ...Object.fromEntries(rules) },
      languageOptions: one.languageOptions ?? {
        ...languageOptions(one.mode),
        parserOptions: { announces: true },
      },
    },
  ]
}

function linterFor(one: LintOptions): { linter: Linter10; file: string } {
  const filename = one.filename ?? `${fixtures}case.ts`
  return {
    linter: new (one.Linter ?? Linter10)({ configType: 'flat', cwd: dirname(filename) }),
    file: basename(filename),
  }
}

export function lint(code: string, one: LintOptions): Found[] {
  const { linter, file } = linterFor(one)
  const filename = one.filename ?? `${fixtures}${file}`
  return linter
    .verify(code, configOf(one) as never, filename)
    .map(({ ruleId, line, message }) => ({ rule: ruleId?.replace('@acoro/', '') ?? message, line, message }))
}

/** What `eslint --fix` makes of it. */
export function fixed(code: string, one: LintOptions): string {
  const { linter, file } = linterFor(one)
  return linter.verifyAndFix(code, configOf(one) as never, one.filename ?? `${fixtures}${file}`).output
}
