import { type LintOptions, lint } from './lint.ts'
import { inCoroutine, type Mode, prelude } from './prelude.ts'
import type { Shape, Variant } from './shapes.ts'

export function codeOf(shape: Shape, mode: Mode): string {
  return prelude[mode] + (shape.body ? inCoroutine(shape.body.join('\n')) : (shape.file ?? []).join('\n'))
}

/** The rules that report a shape, in the order of its lines. */
export function reportsOn(shape: Shape, mode: Mode, Linter?: LintOptions['Linter']): string[] {
  return lint(codeOf(shape, mode), { mode, options: shape.options, ...(Linter && { Linter }) }).map(
    ({ rule }) => rule,
  )
}

export function codeOfVariant({ code, isBody }: Variant, mode: Mode): string {
  return prelude[mode] + (isBody ? inCoroutine(code) : `${code}\n`)
}

export function reportsOnVariant(variant: Variant, mode: Mode): string[] {
  const options = { mode, options: variant.shape.options }
  return lint(codeOfVariant(variant, mode), options).map(({ rule }) => rule)
}
