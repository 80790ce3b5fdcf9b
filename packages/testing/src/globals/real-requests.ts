/**
 * Requests to the real world that the platform does not list: `fetch`, and the work of `crypto.subtle`.
 *
 * Virtual time must not pass before they are answered, or each `AbortSignal.timeout` would abort them at
 * once. A `fetch` that a test has put in place is left alone: its answer may need virtual time.
 */

type Call = (...args: never[]) => Promise<unknown>

// As they were before a test could replace them.
const realFetch = globalThis.fetch as Call | undefined
const subtle = globalThis.crypto?.subtle
const METHODS = ['digest', 'encrypt', 'decrypt', 'sign', 'verify', 'generateKey', 'deriveKey', 'deriveBits']

export class RealRequests implements Disposable {
  readonly #pending = new Map<object, string>()
  readonly #restore: (() => void)[] = []

  constructor() {
    if (realFetch !== undefined)
      this.#replace(globalThis, 'fetch', realFetch, ([input]) => `fetch ${urlOf(input)}`)
    if (subtle === undefined) return
    const prototype: object = Object.getPrototypeOf(subtle)
    for (const name of METHODS) {
      const method: unknown = Reflect.get(prototype, name)
      if (typeof method === 'function')
        this.#replace(prototype, name, method as Call, () => `crypto.subtle.${name}`)
    }
  }

  /** Those that have not been answered, in words. */
  names(): readonly string[] {
    return this.#pending.size === 0 ? NONE : [...this.#pending.values()]
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restore.splice(0)) restore()
  }

  #replace(owner: object, name: string, real: Call, describe: (args: readonly unknown[]) => string): void {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    if (before === undefined || before.value !== real || before.configurable !== true) return
    const follow = (promise: unknown, args: readonly unknown[]) => this.#follow(promise, describe(args))
    const replaced = function (this: unknown, ...args: never[]): Promise<unknown> {
      const promise = real.apply(this, args)
      follow(promise, args)
      return promise
    }
    Object.defineProperty(replaced, 'name', { value: name })
    Object.defineProperty(owner, name, { ...before, value: replaced })
    this.#restore.push(() => {
      // Code that has replaced it since keeps its own.
      if (Reflect.get(owner, name) === replaced) Object.defineProperty(owner, name, before)
    })
  }

  #follow(promise: unknown, what: string): void {
    if (!(promise instanceof Promise)) return
    const key = {}
    const end = () => void this.#pending.delete(key)
    this.#pending.set(key, what)
    promise.then(end, end)
  }
}

const NONE: readonly string[] = []

function urlOf(input: unknown): string {
  try {
    return String((input as { url?: unknown } | null)?.url ?? input)
  } catch {
    return 'of something without a text'
  }
}
