/**
 * Runs cases on ESLint's own RuleTester: on ESLint 10 with types and without, on ESLint 9 without.
 */

import plugin from '@acoro/eslint-plugin'
import { RuleTester as RuleTester10 } from 'eslint'
import { RuleTester as RuleTester9 } from 'eslint-9'
import { describe, it } from 'vitest'
import { fixtures, inCoroutine, languageOptions, type Mode, prelude } from './prelude.ts'
import { announce } from './shared-program.ts'

export interface Bad {
  /** What the case is about. */
  name: string
  /** In a coroutine; `file` stands for itself. */
  body?: string
  file?: string
  message: string | string[]
  /** The same after the fix. */
  output?: string
  /** The same after each suggestion, by the id of its message. */
  suggest?: Record<string, string>
  /** Seen only with types, or only without. */
  only?: Mode
  options?: object[]
}

export interface Good {
  name: string
  body?: string
  file?: string
  only?: Mode
  options?: object[]
}

interface Version {
  title: string
  Tester: typeof RuleTester10
}

const versions: Version[] = [
  { title: 'ESLint 10', Tester: RuleTester10 },
  { title: 'ESLint 9', Tester: RuleTester9 as unknown as typeof RuleTester10 },
]

export function testRule(id: string, good: Good[], bad: Bad[]): void {
  const rule = plugin.rules[id]!
  for (const { title, Tester } of versions) {
    Tester.describe = describe
    Tester.it = it
    // Types do not depend on the version of ESLint; shapes.test.ts takes both.
    for (const mode of title === 'ESLint 9' ? (['untyped'] as const) : (['typed', 'untyped'] as const)) {
      const whole = (one: { body?: string; file?: string }, text?: string): string => {
        const own = one.body === undefined ? (text ?? one.file ?? '') : inCoroutine(text ?? one.body)
        return prelude[mode] + own
      }
      const rest = (one: Good): object => ({
        name: one.name,
        filename: `${fixtures}case.ts`,
        ...(one.options && { options: one.options }),
      })
      const here = <T extends Good>(cases: T[]): T[] => cases.filter(({ only = mode }) => only === mode)
      if (mode === 'typed') announce([...here(good), ...here(bad)].map((one) => whole(one)))
      const config = {
        languageOptions: languageOptions(mode),
        settings: { acoro: { types: mode === 'typed' } },
      }
      new Tester(config as never).run(
        `${id}, ${mode}, ${title}`,
        rule as never,
        {
          valid: here(good).map((one) => ({ ...rest(one), code: whole(one) })),
          invalid: here(bad).map((one) => ({
            ...rest(one),
            code: whole(one),
            output: one.output === undefined ? null : whole(one, one.output),
            errors: [one.message].flat().map((messageId) => ({
              messageId,
              suggestions: Object.entries(one.suggest ?? {}).map(([suggestion, output]) => ({
                messageId: suggestion,
                output: whole(one, output),
              })),
            })),
          })),
        } as never,
      )
    }
  }
}
