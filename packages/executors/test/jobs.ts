// What the tests run in workers. A module of its own: a worker imports all of it.

import { appendFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'
import { sleep } from '@acoro/core'
import { jobSignal, type Portal, transfer } from '@acoro/executors/worker'

export const answer = 42

export function add(a: number, b: number): number {
  return a + b
}

export async function addLater(a: number, b: number): Promise<number> {
  await null
  return a + b
}

export function nothing(): void {}

/** The `yield*` is missing, and the function is no coroutine function. */
export function forgets(): unknown {
  return sleep(1)
}

export function threadNumber(): number {
  return threadId
}

/** Says that it runs, and waits until it is let go. Cells: [runs, may end]. */
export function waitAtGate(cells: Int32Array, value: string): string {
  Atomics.add(cells, 0, 1)
  Atomics.notify(cells, 0)
  Atomics.wait(cells, 1, 0)
  return value
}

export function note(cells: Int32Array, index: number): void {
  Atomics.store(cells, index, Atomics.add(cells, 0, 1) + 1)
}

export function write(file: string, number: number): void {
  appendFileSync(file, `${number}\n`)
}

export function processNumber(): number {
  return process.pid
}

/** For a map. */
export function processOf(_item: unknown): number {
  return process.pid
}

// ------------------------------------------------------------------ errors

class QuotaError extends Error {
  readonly code = 'E_QUOTA'
  readonly limit = 7
}

export function failWithClass(): never {
  throw new QuotaError('too much', { cause: new RangeError('over 7', { cause: 'a string' }) })
}

export function failWithTypeError(): never {
  throw new TypeError('no such thing')
}

export function failWithMany(): never {
  throw new AggregateError([new Error('one'), new SyntaxError('two')], 'both')
}

export function throwValue(value: unknown): never {
  throw value
}

export function throwFunction(): never {
  throw () => 1
}

export function failInCircles(): never {
  const error = new Error('round')
  error.cause = error
  throw error
}

// ------------------------------------------------------------------ results

export function echo<T>(value: T): T {
  return value
}

export function sameNumber(value: number): number {
  return value
}

export function sameText(value: string): string {
  return value
}

export function resultWithFunction(): unknown {
  return { rows: [{ id: 1 }, { id: 2, format: () => '' }] }
}

export function resultWithPromise(): unknown {
  return { later: Promise.resolve(1) }
}

export function filled(size: number): Uint8Array {
  return transfer(new Uint8Array(size).fill(7))
}

export function resultMovedAway(): unknown {
  const bytes = new Uint8Array(10)
  structuredClone(bytes, { transfer: [bytes.buffer] })
  return { bytes }
}

export function lengthOf(bytes: Uint8Array): number {
  return bytes.length
}

// ------------------------------------------------------------------ cancelling

/** Computes until it is aborted. Cells: [runs, saw the abort]. */
export function computeUntilAborted(cells: Int32Array): string {
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  while (!jobSignal().aborted);
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  return 'too late'
}

export async function awaitAbort(cells: Int32Array): Promise<void> {
  const signal = jobSignal()
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  // Something has to keep the worker's event loop turning, as any I/O would.
  const io = setInterval(() => undefined, 1000)
  await aborted
  clearInterval(io)
  Atomics.store(cells, 1, (signal.reason as Error).name === 'CancelledError' ? 1 : 2)
  Atomics.notify(cells, 1)
}

export function throwIfAborted(cells: Int32Array): never {
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  for (;;) jobSignal().throwIfAborted()
}

export function isAborted(): boolean {
  return jobSignal().aborted
}

/** Never looks at the signal. */
export function computeForEver(cells: Int32Array): never {
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  for (;;);
}

/** Writes into the file that it computes, and again when it was aborted. */
export function writeWhenAborted(file: string): string {
  const signal = jobSignal()
  write(file, process.pid)
  while (!signal.aborted);
  write(file, 0)
  return 'too late'
}

export async function writeOnAbort(file: string): Promise<void> {
  const aborted = new Promise((resolve) => jobSignal().addEventListener('abort', resolve))
  write(file, process.pid)
  await aborted
  write(file, (jobSignal().reason as Error).name === 'CancelledError' ? 0 : 1)
}

/** Never looks at the signal. */
export function writeForEver(file: string): never {
  write(file, process.pid)
  for (;;);
}

// ------------------------------------------------------------------ deaths

/** Returns only if the signal does not end the process. */
export async function signalItself(signal: NodeJS.Signals): Promise<string> {
  process.kill(process.pid, signal)
  await new Promise((resolve) => setImmediate(resolve))
  return 'alive'
}

export function environment(name: string): string | undefined {
  return process.env[name]
}

export function resultOfPlatform(): Blob {
  return new Blob(['text'])
}

export function exit(code: number): never {
  process.exit(code)
}

export function exhaustMemory(): never {
  const hoard: unknown[] = []
  for (;;) hoard.push(new Array(100_000).fill(hoard.length))
}

export async function dieOutside(): Promise<void> {
  setImmediate(() => {
    throw new RangeError('thrown in a timer')
  })
  await new Promise(() => undefined)
}

// ------------------------------------------------------------------ portals

type TestPortal = Portal<{
  progress(done: number): void
  lookup(key: string): string
  wait(): void
}>

export function report(portal: TestPortal, steps: number): string {
  for (let done = 1; done <= steps; done++) portal.callSoonThreadsafe('progress', done)
  return 'reported'
}

export function ask(portal: TestPortal, key: string): string {
  return `${key} is ${portal.runCoroutineThreadsafe('lookup', key)}`
}

export function askAndCatch(portal: TestPortal, key: string): string {
  try {
    return portal.runCoroutineThreadsafe('lookup', key)
  } catch (error) {
    return String(error)
  }
}

/** Cells: [asks, how the wait ended]. */
export function askForEver(portal: TestPortal, cells: Int32Array): void {
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  try {
    portal.runCoroutineThreadsafe('wait')
  } catch (error) {
    Atomics.store(cells, 1, (error as Error).name === 'CancelledError' ? 1 : 2)
    Atomics.notify(cells, 1)
    throw error
  }
}

/** Asks only after it was cancelled. Cells: [runs, how the wait ended]. */
export function computeThenAsk(portal: TestPortal, cells: Int32Array): void {
  Atomics.store(cells, 0, 1)
  Atomics.notify(cells, 0)
  while (!jobSignal().aborted);
  const answer = askAndCatch(portal, 'ada')
  Atomics.store(cells, 1, answer === 'CancelledError: the job was cancelled' ? 1 : 2)
  Atomics.notify(cells, 1)
}

export function askForNobody(portal: { callSoonThreadsafe(name: string): void }): void {
  portal.callSoonThreadsafe('nobody')
}

export function askWithFunction(portal: TestPortal): void {
  portal.callSoonThreadsafe('progress', { deep: [() => 1] } as never)
}

let kept: TestPortal | undefined

export function keepPortal(portal: TestPortal): void {
  kept = portal
}

export function useKeptPortal(): void {
  kept?.callSoonThreadsafe('progress', 1)
}

export function nested(levels: number): object {
  let value = {}
  for (let level = 0; level < levels; level++) value = { next: value }
  return value
}

export function resultWithGenerator(): unknown {
  return (function* () {})()
}

export function resultWithGetter(): unknown {
  return {
    get rows() {
      throw new Error('no rows')
    },
  }
}

export function resultWithThenGetter(): unknown {
  return {
    // biome-ignore lint/suspicious/noThenProperty: what a job may return by mistake.
    get then() {
      throw new RangeError('no then')
    },
  }
}

/** Whatever a job may throw to make trouble, by name. */
export function throwTrouble(kind: string): never {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const troubles: Record<string, unknown> = {
    'an object without a prototype': Object.create(null),
    'a revoked proxy': proxy,
    'a proxy of an error': new Proxy(new Error('x'), {}),
    'an error named constructor': Object.assign(new Error('x'), { name: 'constructor' }),
    'an error with a message that is a function': Object.assign(new Error('x'), { message: () => 1 }),
    'an error with an own __proto__': JSON.parse('{"__proto__": {"admin": true}}'),
    'an error whose stack throws': Object.defineProperty(new Error('x'), 'stack', {
      get: () => {
        throw new Error('no stack')
      },
    }),
    'an error that is nested too deep': Object.assign(new Error('x'), { code: 'E', tree: nested(5000) }),
    'a group named ExceptionGroup without errors': Object.assign(new Error('x'), {
      name: 'ExceptionGroup',
      errors: [],
    }),
  }
  const trouble = troubles[kind]
  throw kind.includes('__proto__')
    ? Object.defineProperties(new Error('x'), Object.getOwnPropertyDescriptors(trouble))
    : trouble
}

export function askWithNested(portal: TestPortal): void {
  portal.runCoroutineThreadsafe('lookup', nested(5000) as never)
}
