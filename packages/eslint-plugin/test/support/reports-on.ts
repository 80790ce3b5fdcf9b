import { type LintOptions, lint } from './lint.ts'
import { inCoroutine, type Mode, prelude } from './prelude.ts'
import type { Shape } from './shapes.ts'

/** The rules that report a shape, in the order of its lines. */
export function reportsOn(shape: Shape, mode: Mode, Linter?: LintOptions['Linter']): string[] {
  const code = prelude[mode] + (shape.body === undefined ? (shape.file ?? '') : inCoroutine(shape.body))
  return lint(code, { mode, options: shape.options, ...(Linter && { Linter }) }).map(({ rule }) => rule)
}
