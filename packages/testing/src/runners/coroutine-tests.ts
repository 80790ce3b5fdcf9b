/**
 * The `it` of a runner, for coroutines: whatever it registers is wrapped in `virtual`.
 *
 * Each runner has its own modifiers (`only`, `concurrent`, `failing`), which return more of the same kind,
 * and makers (`each`, `skipIf`), which return one when they are called. So the runner's own function stands
 * behind a Proxy: all it has stays there, and only the bodies are replaced. The trade-off: what a runner adds
 * later is passed on as it is, and takes no coroutine until it is listed here.
 */

import { fixturesText } from './fixtures-text.ts'
import { type VirtualBody, type VirtualOptions, virtual } from './virtual.ts'

export type TestFunction = (...args: never[]) => Promise<void>

/** The options of a test: those of `virtual`, those of the runner, or its time limit in ms of real time. */
export type TestOptions = VirtualOptions | number | undefined

/** A function of the runner that registers tests: `it`, `it.only`, what `it.each(…)` returns. */
type Registrar = (...args: unknown[]) => unknown

/** How a runner takes a test and its options. `test` is undefined for a test that is still to be written. */
export type Register = (
  registrar: Registrar,
  name: unknown,
  test: TestFunction | undefined,
  options: TestOptions,
) => unknown

const MODIFIERS = new Set([
  ...['only', 'skip', 'todo', 'concurrent', 'sequential', 'serial', 'fails', 'failing'],
])

const MAKERS = new Set(['each', 'for', 'if', 'skipIf', 'runIf', 'todoIf', 'extend', 'override', 'scoped'])

/** `find` returns the runner's function. It is asked at each use: some runners set it after they load us. */
export function coroutineTests(find: () => Registrar, register: Register): unknown {
  return new Proxy(() => {}, {
    apply: (_target, _this, args: unknown[]) => {
      const [name, ...rest] = args
      if (typeof name === 'function') return registered(find(), [name.name || 'a test', ...args], register)
      return registered(find(), [name, ...rest], register)
    },
    get(_target, key) {
      const runner = find() as Registrar & Record<PropertyKey, unknown>
      const value = runner[key]
      if (typeof value !== 'function') return value
      if (MODIFIERS.has(key as string)) {
        return coroutineTests(() => (find() as typeof runner)[key] as Registrar, register)
      }
      if (!MAKERS.has(key as string)) return value
      return (...args: unknown[]) => {
        const made = Reflect.apply(value, runner, args) as Registrar
        return coroutineTests(() => made, register)
      }
    },
    has: (_target, key) => key in find(),
  })
}

/** The runner may take options before the body or after it, so both are taken here. */
function registered(
  registrar: Registrar,
  [name, first, second]: readonly unknown[],
  register: Register,
): unknown {
  const [body, options] = typeof second === 'function' ? [second, first] : [first, second]
  if (body === undefined || (typeof body !== 'function' && second === undefined && isOptions(body))) {
    return register(registrar, name, undefined, (options ?? body) as TestOptions)
  }
  // Also says what is wrong with the body.
  const own = typeof options === 'number' ? undefined : (options as VirtualOptions | undefined)
  const test = virtual(body as VirtualBody<unknown[]>, own)
  // Vitest reads off the text of a test which fixtures it uses.
  const text = fixturesText(body as VirtualBody<unknown[]>)
  Object.defineProperty(test, 'toString', { value: () => text, configurable: true })
  return register(registrar, name, test, options as TestOptions)
}

function isOptions(value: unknown): boolean {
  if (typeof value === 'number') return true
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !('then' in value)
}
