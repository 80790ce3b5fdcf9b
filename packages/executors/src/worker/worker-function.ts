/**
 * How a function is named so that a worker finds it: by its module and its export.
 *
 * A closure cannot cross threads, and sending its source text would drop what it closes over without a word. So a
 * reference says where the function is written, and TypeScript knows its type. A reference is itself a function,
 * which runs here what it names: the same program works on an executor without threads.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { type AnyFunction, loadFunction } from './load-function.ts'

const brand: unique symbol = Symbol.for('acoro.workerFunction') as never

/** Where a function is written, for workers. */
export interface WorkerReference {
  readonly url: string
  readonly exportName: string
}

/** A function by the name of its module and its export; called, it is loaded and runs in this thread. */
export interface WorkerFunction<A extends unknown[], T> extends WorkerReference {
  (...args: A): Promise<Awaited<T>>
}

/** The functions of a module `M`, each by reference. */
export type WorkerModule<M> = {
  readonly [K in keyof M as M[K] extends AnyFunction ? K : never]: M[K] extends AnyFunction
    ? WorkerFunction<Parameters<M[K]>, ReturnType<M[K]>>
    : never
}

/**
 * A reference to an exported function of a module: by name, or by the function itself, and then calling the reference
 * is calling the function. The worker imports the module, so what stands at its top level runs there too. TypeError
 * for a module that is no URL.
 *
 * @example
 * ```ts
 * import { workerFunction } from '@acoro/executors'
 *
 * const hostname = workerFunction<typeof import('node:os').hostname>('node:os', 'hostname')
 * hostname.exportName // => 'hostname'
 * ```
 */
export function workerFunction<F extends AnyFunction>(module: string | URL, fn: F): F & WorkerReference
export function workerFunction<F extends AnyFunction = (...args: unknown[]) => unknown>(
  module: string | URL,
  exportName: string,
): WorkerFunction<Parameters<F>, ReturnType<F>>
export function workerFunction(
  module: string | URL,
  fn: string | AnyFunction,
): AnyFunction & WorkerReference {
  const url = checkModule(module)
  const exportName = typeof fn === 'function' ? fn.name : fn
  if (typeof exportName !== 'string' || exportName === '') {
    throw new TypeError(`Expected the name of an export or an exported function, got ${describeValue(fn)}`)
  }
  return typeof fn === 'function' ? makeReference(url, exportName, fn) : makeReference(url, exportName)
}

/**
 * All functions of a module by reference: `workerModule<typeof import('./work.ts')>(new URL('./work.ts', import.meta.url))`.
 * The type says what there is; that an export exists is found out in the worker. Also Node's own modules.
 *
 * @example
 * ```ts
 * import { getRunningLoop, run } from '@acoro/core'
 * import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
 *
 * const zlib = workerModule<typeof import('node:zlib')>('node:zlib')
 * await run(function* main() {
 *   const pool = new ThreadPoolExecutor({ maxWorkers: 1 })
 *   const packed = yield* getRunningLoop().runInExecutor(pool, zlib.gzipSync, 'a'.repeat(10_000))
 *   return packed.length < 100
 * }) // => true
 * ```
 */
export function workerModule<M>(module: string | URL): WorkerModule<M> {
  const url = checkModule(module)
  const made = new Map<string, AnyFunction & WorkerReference>()
  return new Proxy(Object.create(null) as object, {
    get(_, key) {
      if (typeof key === 'symbol') return undefined
      let reference = made.get(key)
      if (reference === undefined) {
        reference = makeReference(url, key)
        made.set(key, reference)
      }
      return reference
    },
  }) as WorkerModule<M>
}

/** The reference, or a TypeError that says how to make one. */
export function checkWorkerFunction(fn: AnyFunction): WorkerReference {
  if (brand in fn) return fn as unknown as WorkerReference
  const { name } = fn
  throw new TypeError(
    `Expected a reference to an exported function, got ${describeValue(fn)}: a closure cannot cross threads; ` +
      `name it, as in workerFunction(import.meta.url, '${name === '' ? 'work' : name}')`,
  )
}

function makeReference(url: string, exportName: string, fn?: AnyFunction): AnyFunction & WorkerReference {
  const reference: AnyFunction = fn
    ? (...args) => fn(...args)
    : async (...args) => (await loadFunction(url, exportName))(...args)
  return Object.defineProperties(reference, {
    name: { value: exportName },
    url: { value: url },
    exportName: { value: exportName },
    [brand]: { value: true },
  }) as AnyFunction & WorkerReference
}

const loadable = new Set(['file:', 'node:', 'data:'])

function checkModule(module: string | URL): string {
  const href = module instanceof URL ? module.href : module
  if (typeof href === 'string' && URL.canParse(href) && loadable.has(new URL(href).protocol)) return href
  throw new TypeError(
    `Expected the URL of a module (import.meta.url, or new URL('./work.js', import.meta.url)), got ${describeValue(module)}`,
  )
}
