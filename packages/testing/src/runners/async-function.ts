/**
 * Is a function async? Its body then uses promises, and so the global timers.
 *
 * Compilers for older targets (TypeScript for ES2016, Babel, SWC) and the plugin of `@acoro/async` make
 * ordinary functions of them, which only their text shows. A function that is missed is none the worse:
 * `globals: true` says it.
 */

const LOWERED =
  /\b(?:__acoro|(?:__awaiter|__async|asyncGeneratorStep|_?asyncToGenerator|_async_to_generator)\b)/

export function isAsyncFunction(fn: (...args: never[]) => unknown): boolean {
  const kind = Object.prototype.toString.call(fn)
  return kind === '[object AsyncFunction]' || (kind === '[object Function]' && LOWERED.test(textOf(fn)))
}

/** The text of a function, whatever its own `toString` says. */
export function textOf(fn: (...args: never[]) => unknown): string {
  try {
    return Function.prototype.toString.call(fn)
  } catch {
    // A Proxy of a function has no text everywhere.
    return ''
  }
}
