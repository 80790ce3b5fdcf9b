/**
 * Loads the function of a job in the worker: an export of a module.
 *
 * TypeScript: Node 24, and Node 22 from 22.18 on, load it by themselves. For older versions, and for syntax
 * that Node cannot erase, the loader `tsx` is registered, if it is installed in the project of the module.
 * That happens before the first import, because Node 20 remembers that a module could not be loaded.
 */

import Module from 'node:module'
import { pathToFileURL } from 'node:url'

// biome-ignore lint/suspicious/noExplicitAny: a job takes whatever its caller sends.
export type AnyFunction = (...args: any[]) => unknown

const known = new Map<string, AnyFunction>()

/** Returns the function if it was loaded before. That spares the job a turn of the event loop. */
export function loadedFunction(url: string, exportName: string): AnyFunction | undefined {
  return known.get(`${exportName} ${url}`)
}

/** Loads the function. Its errors name the module and the export. */
export async function loadFunction(url: string, exportName: string): Promise<AnyFunction> {
  const exports = await loadModule(url)
  const fn = exports[exportName]
  if (typeof fn !== 'function') {
    const names = Object.keys(exports).filter((name) => typeof exports[name] === 'function')
    throw new TypeError(
      `Expected the export ${exportName} of ${url} to be a function, got ${typeof fn}; ` +
        (names.length === 0 ? 'it exports no function' : `its functions are ${names.join(', ')}`),
    )
  }
  known.set(`${exportName} ${url}`, fn as AnyFunction)
  return fn as AnyFunction
}

async function loadModule(url: string): Promise<Record<string, unknown>> {
  const isTypeScript = /^file:.*\.[cm]?tsx?$/.test(url)
  if (isTypeScript && !knowsTypeScript()) await registerTsx(url)
  try {
    return await importModule(url)
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code
    if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' && (await registerTsx(url)))
      return await importModule(url)
    const message = String((error as Error | null)?.message ?? error)
    const advice =
      code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? `${message}: install tsx in its project` : message
    const explanation =
      isTypeScript && code === 'ERR_UNKNOWN_FILE_EXTENSION'
        ? 'This Node does not know TypeScript: install tsx in its project, or use Node 24, or name the built .js file'
        : advice
    throw Object.assign(
      new Error(`The module ${url} cannot be loaded in a worker: ${explanation}`, { cause: error }),
      {
        name: 'RuntimeError',
      },
    )
  }
}

function importModule(url: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ url)
}

function knowsTypeScript(): boolean {
  return Boolean((process.features as { typescript?: string | false }).typescript)
}

let registered: Promise<boolean> | undefined

/** False if tsx is not installed in the project of the module. */
function registerTsx(url: string): Promise<boolean> {
  registered ??= register(url)
  return registered
}

async function register(url: string): Promise<boolean> {
  // Named in full: webpack would look at what an imported `createRequire` is called with.
  const require = Module.createRequire(url)
  let manifest: string
  try {
    manifest = require.resolve('tsx/package.json')
  } catch {
    return false
  }
  const { exports } = require(manifest) as { exports: { './esm/api': { import: { default: string } } } }
  const api = new URL(exports['./esm/api'].import.default, pathToFileURL(manifest))
  const tsx = (await import(/* @vite-ignore */ /* webpackIgnore: true */ api.href)) as { register(): void }
  tsx.register()
  return true
}
