// Compares random programs, run as they are and lowered by each compiler. Many go through a compiler at once.

import { type Compiler, compilers, load, withoutUsing } from '../support/compilers.ts'
import { randomProgram } from './program.ts'
import { type Trace, traceOf } from './trace.ts'

export interface Difference {
  readonly seed: number
  readonly compiler: string
  readonly plain: boolean
  readonly expected: string
  readonly got: string
}

/** The others leave `using` as it is. */
const LOWER_USING = ['acoro', 'acoro with places', 'esbuild']

/** What a compiler itself breaks, whatever its helpers do (see test/rules). */
const brokenBy: Readonly<Record<string, (source: string) => boolean>> = {
  // It evaluates default parameters outside of the generator function: their errors are thrown at the caller.
  swc: (source) => source.includes('mayThrow('),
}

function joined(sources: readonly string[]): string {
  return `'use strict'\nfunction main(index) { return [\n${sources.map((source) => `() => {\n${source}\nreturn main }`).join(',\n')}\n][index]() }`
}

/** Compares the programs of `count` seeds from `first` on. */
export async function compare(first: number, count: number, plain: boolean): Promise<Difference[]> {
  const sources = Array.from({ length: count }, (_, index) => randomProgram(first + index, { plain }))
  const source = joined(sources)
  const expected: Trace[] = []
  const reference = load(withoutUsing(source))
  for (let index = 0; index < count; index++) expected.push(await trace(reference, index))
  const differences: Difference[] = []
  for (const compiler of compilers) {
    differences.push(...(await compareWith(compiler, source, expected, first, plain)))
  }
  return differences
}

async function compareWith(
  compiler: Compiler,
  source: string,
  expected: readonly Trace[],
  first: number,
  plain: boolean,
): Promise<Difference[]> {
  const differences: Difference[] = []
  const skipped = brokenBy[compiler.name]
  const program = load(
    compiler.lower(LOWER_USING.includes(compiler.name) ? source : withoutUsing(source)),
    compiler.helpers,
  )
  for (const [index, trace_] of expected.entries()) {
    if (skipped?.(randomProgram(first + index, { plain }))) continue
    if (trace_.isCut) continue
    const got = comparable(await trace(program, index), plain)
    const wanted = comparable(trace_, plain)
    if (got !== wanted) {
      differences.push({ seed: first + index, compiler: compiler.name, plain, expected: wanted, got })
    }
  }
  return differences
}

function trace(program: (env: object) => unknown, index: number): Promise<Trace> {
  return traceOf((program as unknown as (index: number) => (env: object) => unknown)(index))
}

function comparable({ lines, calls, outcome }: Trace, plain: boolean): string {
  if (plain) return [...lines, outcome].join('\n')
  const sorted = Object.keys(calls).sort()
  return [...sorted.flatMap((id) => (calls[id] ?? []).map((line) => `${id}: ${line}`)), outcome].join('\n')
}
