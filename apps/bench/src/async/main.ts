/**
 * `pnpm --filter @acoro/bench async`: compiled async functions with the helpers of `@acoro/async`, beside native ones and
 * beside a helper of the usual kind (a promise for each call, a `then` for each `await`).
 *
 * The programs are short and take turns for many rounds. What counts is near the best round: a busy machine only ever makes
 * one slower.
 */

import { __async } from '@acoro/async/helpers/esbuild'
import { each, type Helper, native, once, type Programs, sizes } from './forms.ts'

const ROUNDS = Number(process.argv[2] ?? 400)

/** What compilers bring themselves, in its simplest form. */
const usual: Helper = (self, args, body) =>
  new Promise((resolve, reject) => {
    const generator = body.apply(self, (args ?? []) as never)
    const step = (result: IteratorResult<unknown, unknown>): void => {
      if (result.done === true) resolve(result.value)
      else Promise.resolve(result.value).then(fulfilled, rejected)
    }
    const guarded = (next: () => IteratorResult<unknown, unknown>): void => {
      try {
        step(next())
      } catch (error) {
        reject(error)
      }
    }
    const fulfilled = (value: unknown): void => guarded(() => generator.next(value))
    const rejected = (error: unknown): void => guarded(() => generator.throw(error))
    guarded(() => generator.next())
  })

const kinds: Readonly<Record<string, Programs>> = {
  native: native(),
  'acoro, a function each': once(__async as Helper),
  'usual, a function each': once(usual),
  'acoro, a call each': each(__async as Helper),
  'usual, a call each': each(usual),
}

console.log(`Node ${process.versions.node}, ns a call or await (× native)`)
for (const workload of Object.keys(sizes) as (keyof Programs)[]) {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, programs] of Object.entries(kinds)) {
      const began = process.hrtime.bigint()
      await programs[workload]()
      const took = Number(process.hrtime.bigint() - began) / sizes[workload]
      times[kind] ??= []
      if (round >= ROUNDS / 4) times[kind].push(took)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const best = (kind: string): number => {
    const sorted = (times[kind] ?? []).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 50)] ?? Number.NaN
  }
  const cells = Object.keys(kinds).map(
    (kind) => `${kind} ${best(kind).toFixed(0)} (${(best(kind) / best('native')).toFixed(1)})`,
  )
  console.log(`${workload}: ${cells.join(', ')}`)
}
