/**
 * Names functions, so that a worker finds them: by module and export.
 *
 * A closure cannot cross threads, and its source text would silently lose the variables that it uses. So a
 * reference says where the function is, and TypeScript knows its type. A reference is also a function that
 * runs in this thread, so the same program works on an executor without threads.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { type AnyFunction, loadFunction } from './load-function.ts'

const brand: unique symbol = Symbol.for('acoro.workerFunction') as never

/** Where a function is, for workers. */
export interface WorkerReference {
  readonly url: string
  readonly exportName: string
}

/**
 * A function, named by its module and its export. Calling it loads the function and runs it in this thread.
 */
export interface WorkerFunction<A extends unknown[], T> extends WorkerReference {
  (...args: A): Promise<Awaited<T>>
}

/** The functions of a module `M`, each as a reference. */
export type WorkerModule<M> = {
  readonly [K in keyof M as M[K] extends AnyFunction ? K : never]: M[K] extends AnyFunction
    ? WorkerFunction<Parameters<M[K]>, ReturnType<M[K]>>
    : never
}

/**
 * Returns a reference to an exported function of a module. The function is named by its name, or by the
 * function itself: then calling the reference calls that function. The worker imports the module, so code at
 * its top level runs there, too. TypeError if `module` is not a URL, or if `fn` has no name.
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
 * Returns references to all functions of a module, given by its URL: `new URL('./work.js', import.meta.url)`.
 * The type argument says which exports there are; a missing one is found when its job runs. Modules of Node
 * work as well. TypeError if `module` is not a URL.
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

/** Returns the reference. A TypeError says how to make one. */
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
