/** Names functions of a worker, for the page. */

import { describeValue } from '@acoro/core/lowlevel'
import type { WorkerFunctions } from './answer-jobs.ts'

const brand: unique symbol = Symbol.for('acoro.webWorkerFunction') as never

// biome-ignore lint/suspicious/noExplicitAny: a job takes whatever its caller sends.
export type AnyFunction = (...args: any[]) => unknown

/** The functions of a worker, each as a reference that a `WebWorkerExecutor` runs. */
export type WorkerReferences<F> = {
  readonly [K in keyof F as F[K] extends AnyFunction ? K : never]: F[K] extends AnyFunction ? F[K] : never
}

/**
 * References to the functions that a worker answers: `const { hash } = workerFunctions<typeof jobs>()`, with
 * a type import of its module. If the functions themselves are passed, a reference can also be called in the
 * page: then a test, or the InlineExecutor of core, runs the same program without a worker.
 *
 * @example
 * ```ts
 * import { toThread } from '@acoro/core'
 *
 * const jobs = { hash: (text: string) => text.length }
 * const { hash } = workerFunctions(jobs)
 * yield* toThread(hash, 'text') // => 4
 * ```
 */
export function workerFunctions<F extends WorkerFunctions>(functions?: F): WorkerReferences<F> {
  const made = new Map<string, AnyFunction>()
  return new Proxy(Object.create(null) as object, {
    get(_, key) {
      if (typeof key === 'symbol') return undefined
      let reference = made.get(key)
      if (reference === undefined) {
        reference = makeReference(key, functions?.[key] as AnyFunction | undefined)
        made.set(key, reference)
      }
      return reference
    },
  }) as WorkerReferences<F>
}

/** The name of a reference. TypeError for another function: a closure cannot cross threads. */
export function referenceOf(fn: AnyFunction): string {
  if (brand in fn) return fn[brand as never] as string
  throw new TypeError(
    `Expected a function of workerFunctions(), got ${describeValue(fn)}: a closure cannot cross threads`,
  )
}

function makeReference(name: string, fn: AnyFunction | undefined): AnyFunction {
  const reference: AnyFunction = (...args) => {
    if (fn !== undefined) return fn(...args)
    throw new TypeError(`Expected ${name} to be run by a WebWorkerExecutor: its worker has the function`)
  }
  return Object.defineProperties(reference, { name: { value: name }, [brand]: { value: name } })
}
