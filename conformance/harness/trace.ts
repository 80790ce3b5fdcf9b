// acoro's half of the harness: what harness.py is for the Python half, with the same names.
//
// Both print values in one neutral form, so that a trace is a list of strings to compare. Every line is dated
// with the virtual loop's time. Class names are acoro's (the Python half translates its own); messages are
// printed for the program's own errors, for what cancel() was given and for groups, because those are
// asyncio's to the letter; other messages are acoro's and say more.

import { type Awaitable, EventLoop, isFuture, type Suspension, type Task } from '@acoro/core'
import { currentNetwork } from '@acoro/streams'
import { VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'

/** What main may be: a coroutine's body, or a function that drives the loop itself. */
export type Program =
  | (() => Generator<Suspension, unknown, any>)
  | ((loop: VirtualLoop) => Promise<unknown>)
  | ((loop: VirtualLoop) => unknown)

/** Where a program runs: under a virtual clock, or in the real world, whose times are not traced. */
export type World = 'virtual' | 'real'

/** The error that programs raise on purpose. */
export class Boom extends Error {
  override name = 'Boom'
}

const WITH_MESSAGE = new Set(['Boom', 'CancelledError'])
const QUIET = ['never retrieved', 'never awaited']

let lines: string[] | undefined
let current: EventLoop

/** A virtual loop, which from now on is the one that dates the trace. */
export function newLoop(): VirtualLoop {
  return traced(new VirtualLoop())
}

function traced<L extends EventLoop>(loop: L): L {
  current = loop
  loop.setExceptionHandler((_loop, context) => {
    if (QUIET.some((quiet) => context.message.includes(quiet))) return
    trace('handler:', withoutPlaces(context.message), '/', context.exception)
  })
  return loop
}

/** A value in the neutral form both halves print. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (value instanceof AggregateError)
    return `ExceptionGroup(${value.message}: ${value.errors.map(show).join(', ')})`
  if (value instanceof Error) {
    return WITH_MESSAGE.has(value.name) && value.message ? `${value.name}(${value.message})` : value.name
  }
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('latin1'))
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (value instanceof Set) return `{${[...value].map(show).sort().join(', ')}}`
  if (isFuture(value)) return 'name' in value ? String((value as Task<unknown>).name) : 'future'
  return String(value)
}

/** One line of the trace, dated with the loop's time. */
export function trace(...values: unknown[]): void {
  const date = current instanceof VirtualLoop ? `${show(current.time())} ` : ''
  lines?.push(date + values.map(show).join(' '))
}

/** Call something that never waits, and trace what it gave or raised. */
export function attempt(label: string, action: () => unknown): void {
  try {
    trace(label, '->', action())
  } catch (error) {
    trace(label, 'raised', error)
  }
}

/** Await something, and trace what it gave or raised; a cancellation too is swallowed. */
export function* outcome(label: string, awaitable: Awaitable<unknown>): Generator<Suspension, void, any> {
  try {
    trace(label, '->', yield* awaitable)
  } catch (error) {
    trace(label, 'raised', error)
  }
}

/** What acoro refuses at the call, asyncio where the coroutine is awaited: for `outcome`, the same. */
export function late<T>(call: () => Awaitable<T>): Awaitable<T> {
  return (function* (): Generator<Suspension, T, unknown> {
    return yield* call()
  })()
}

/** What Python writes as b'text'. */
export function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** From here on the task's sockets are in memory, as all of the Python half's are. */
export function onMemory(): void {
  currentNetwork.set(new MemoryNetwork())
}

/** toString() without the places in source files, which the two halves cannot share. */
export function form(value: unknown): string {
  return withoutPlaces(String(value))
}

function withoutPlaces(text: string): string {
  return text.replace(/(, defined)? at [^ <>,\])]+:\d+/g, '')
}

/** Run one program and give its trace as a list of lines. */
export async function record(main: Program, world: World = 'virtual'): Promise<string[]> {
  const trail: string[] = []
  lines = trail
  const loop = world === 'virtual' ? newLoop() : traced(new EventLoop())
  try {
    trace('end:', isBody(main) ? await loop.runUntilComplete(main()) : await main(loop as VirtualLoop))
  } catch (error) {
    trace('end: raised', error)
  }
  // What is left of the program says nothing more.
  lines = undefined
  if (!loop.isRunning()) loop.close()
  return trail
}

function isBody(main: Program): main is () => Generator<Suspension, unknown, any> {
  return Object.prototype.toString.call(main) === '[object GeneratorFunction]'
}
