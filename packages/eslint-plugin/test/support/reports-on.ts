import { type LintOptions, lint } from './lint.ts'
import { inCoroutine, type Mode, prelude } from './prelude.ts'
import type { Shape } from './shapes.ts'

export function codeOf(shape: Shape, mode: Mode): string {
  return prelude[mode] + (shape.body === undefined ? (shape.file ?? '') : inCoroutine(shape.body))
}

/** The rules that report a shape, in the order of its lines. */
export function reportsOn(shape: Shape, mode: Mode, Linter?: LintOptions['Linter']): string[] {
  return lint(codeOf(shape, mode), { mode, options: shape.options, ...(Linter && { Linter }) }).map(({ rule }) => rule)
}
