/**
 * Counts the work a piece of code does, the same number each time: how often each block of the packages'
 * sources ran, and how many elements the built-in functions it called went through.
 *
 * Time would need wide margins, many rounds and a quiet machine; a count needs none of them. The engine
 * counts blocks for its coverage reports. It does so only for code it compiles after that was asked for, so
 * the packages have to be imported afterwards. Built-in functions are no code of anybody's: those that may
 * take longer for a longer list are wrapped.
 */

import { Session } from 'node:inspector'

const session = new Session()
let counting = false
let elements = 0

/** Begins to count; packages that are imported from now on are counted. */
export function startCounting(): void {
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  watchBuiltIns()
}

/** How much work `run` does. */
export function countWork(run: () => void): number {
  takeBlocks()
  elements = 0
  counting = true
  try {
    run()
  } finally {
    counting = false
  }
  return elements + takeBlocks()
}

/** How often the blocks of the packages ran since the last call. */
function takeBlocks(): number {
  let blocks = 0
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error !== null) throw error
    for (const { url, functions } of coverage.result) {
      if (!/\/packages\/\w+\/(?:src|dist)\//.test(url)) continue
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count
    }
  })
  return blocks
}

// biome-ignore lint/suspicious/noExplicitAny: methods of all kinds are wrapped alike.
type Method = (this: any, ...args: any[]) => any
/** How much a call goes through. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Cost = (self: { length: number }, args: any[], result: any) => number

function watchBuiltIns(): void {
  const whole: Cost = (self) => self.length
  const made: Cost = (_self, _args, result) => result.length
  const given: Cost = (_self, [list]) => list?.length ?? 0
  // As far as it had to look; from the end it is the same the other way round.
  const found: Cost = (self, [, from = 0], at) => (at === -1 ? self.length : at + 1) - from
  const foundLast: Cost = (self, _args, at) => self.length - at
  watch(Array.prototype, found, ['indexOf'])
  watch(Array.prototype, foundLast, ['lastIndexOf'])
  // Those that take a function may stop early: how often they call it is counted where it is.
  watch(Array.prototype, whole, [
    'shift',
    'unshift',
    'splice',
    'toSpliced',
    'includes',
    'filter',
    'map',
    'flat',
  ])
  watch(Array.prototype, whole, ['join', 'reverse', 'toReversed', 'sort', 'toSorted', 'fill', 'copyWithin'])
  watch(Array.prototype, made, ['slice', 'concat'])
  watch(Array, made, ['from'])
  const bytes = Object.getPrototypeOf(Uint8Array.prototype)
  watch(bytes, found, ['indexOf'])
  watch(bytes, foundLast, ['lastIndexOf'])
  watch(bytes, whole, ['includes', 'fill', 'copyWithin'])
  watch(bytes, made, ['slice'])
  watch(bytes, given, ['set'])
  watch(Buffer.prototype, found, ['indexOf'])
  watch(Buffer.prototype, foundLast, ['lastIndexOf'])
  watch(Buffer.prototype, made, ['toString'])
  watch(Buffer.prototype, whole, ['includes', 'copy'])
  watch(Buffer, made, ['concat'])
  // A view of memory that is there takes the same time, however long it is.
  watch(Buffer, (_self, [source], result) => (source instanceof ArrayBuffer ? 0 : result.length), ['from'])
  watch(TextDecoder.prototype, given, ['decode'])
  watch(String.prototype, found, ['indexOf'])
  watch(String.prototype, whole, ['includes', 'split', 'replace', 'replaceAll'])
  watch(String.prototype, made, ['slice', 'substring', 'trim', 'trimStart'])
  // Whatever spreads, copies or goes through a collection asks for its iterator.
  watchIterator(Array.prototype, [Symbol.iterator, 'values', 'entries', 'keys'])
  watchIterator(Set.prototype, [Symbol.iterator, 'values', 'keys', 'entries'])
  watchIterator(Map.prototype, [Symbol.iterator, 'values', 'keys', 'entries'])
}

function watch(holder: object, cost: Cost, names: readonly string[]): void {
  for (const name of names) {
    wrap(holder, name, (method) => {
      return function (this: unknown, ...args: unknown[]): unknown {
        if (!counting) return Reflect.apply(method, this, args)
        const length = (this as { length?: number }).length ?? 0
        const result = Reflect.apply(method, this, args)
        // The length before: some of them change the list they are called on.
        const taken = cost({ length }, args, result)
        if (taken > 0) elements += taken
        return result
      }
    })
  }
}

function watchIterator(holder: object, names: readonly (string | symbol)[]): void {
  for (const name of names) {
    wrap(holder, name, (method) => {
      return function (this: unknown): unknown {
        const iterator = Reflect.apply(method, this, [])
        if (counting) {
          const { next } = iterator
          iterator.next = () => {
            elements++
            return next.call(iterator)
          }
        }
        return iterator
      }
    })
  }
}

function wrap(holder: object, name: string | symbol, make: (method: Method) => Method): void {
  const method = (holder as Record<string | symbol, unknown>)[name]
  if (typeof method !== 'function') return
  Object.defineProperty(holder, name, { value: make(method as Method), configurable: true, writable: true })
}
