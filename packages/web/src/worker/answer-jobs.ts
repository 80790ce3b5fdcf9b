/**
 * The side of the worker: it answers jobs by the functions of a module.
 *
 * The functions are named by the module that the worker begins with, and not by an address that is imported
 * later. So every bundler finds them, and pages whose policy forbids code from elsewhere may use them.
 */

import { describeValue, makeCancelledError } from '@acoro/core/lowlevel'
import { encode, MARK, messageIn, type ToPage, type ToWorker } from './messages.ts'

/** The functions that jobs may name. */
export type WorkerFunctions = { readonly [name: string]: (...args: never[]) => unknown }

/** The globals of a worker that are used. */
export interface WorkerScope {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

let current: { readonly id: number; readonly controller: AbortController } | null = null

/**
 * Answers the jobs of a `WebWorkerExecutor` by these functions; call it once, in the module of the worker.
 * They may be async. TypeError for what is no function, or outside a worker.
 *
 * ```js
 * // jobs.js
 * export const jobs = {
 *   hash: (text) => text.length,
 * }
 * answerJobs(jobs)
 * ```
 */
export function answerJobs(functions: WorkerFunctions, scope?: WorkerScope): void {
  if (typeof functions !== 'object' || functions === null)
    throw new TypeError(`Expected an object of functions, got ${describeValue(functions)}`)
  const known = new Map(Object.entries(functions))
  for (const [name, fn] of known) {
    if (typeof fn !== 'function')
      throw new TypeError(`Expected ${name} of the functions to be one, got ${describeValue(fn)}`)
  }
  listen(known, scope ?? scopeHere())
}

function listen(known: ReadonlyMap<string, (...args: never[]) => unknown>, scope: WorkerScope): void {
  scope.addEventListener('message', ({ data }) => {
    const message = messageIn<ToWorker>(data)
    if (message === null) return
    if (message[MARK] === 'job') void answer(known, scope, message)
    else if (message.id === current?.id) current.controller.abort(cancelled())
  })
  send(scope, { [MARK]: 'ready', names: [...known.keys()] })
}

/**
 * The signal of the job that runs in this worker: aborted when the job is cancelled. Ask for it before the
 * first `await`. Code that never awaits does not hear of it; its worker is replaced after the grace. Outside
 * of a job it is never aborted.
 */
export function workerSignal(): AbortSignal {
  return current?.controller.signal ?? new AbortController().signal
}

function scopeHere(): WorkerScope {
  const here = globalThis as {
    document?: unknown
    postMessage?: unknown
    addEventListener?: unknown
    Bun?: { isMainThread?: boolean }
  }
  // The main thread of Bun has a `postMessage`, too.
  const isWorker = here.document === undefined && here.Bun?.isMainThread !== true
  if (!isWorker || typeof here.postMessage !== 'function') {
    throw new TypeError(
      'Expected answerJobs() in a worker, this is none: call it in the module of the worker',
    )
  }
  return globalThis as unknown as WorkerScope
}

async function answer(
  known: ReadonlyMap<string, (...args: never[]) => unknown>,
  scope: WorkerScope,
  { id, name, args }: ToWorker & { readonly [MARK]: 'job' },
): Promise<void> {
  const job = { id, controller: new AbortController() }
  current = job
  let reply: ToPage
  try {
    const fn = known.get(name)
    if (fn === undefined) {
      const names = [...known.keys()].join(', ')
      throw new TypeError(`Expected a function that the worker answers (${names}), got '${name}'`)
    }
    reply = { [MARK]: 'done', id, value: await fn(...(args as never[])) }
  } catch (error) {
    reply = { [MARK]: 'failed', id, error: encode(error) }
  }
  if (current === job) current = null
  try {
    send(scope, reply)
  } catch (cause) {
    const error = new TypeError(`Cannot send the result of ${name} to the page: ${String(cause)}`, { cause })
    send(scope, { [MARK]: 'failed', id, error: encode(error) })
  }
}

function send(scope: WorkerScope, message: ToPage): void {
  scope.postMessage(message)
}

function cancelled(): Error {
  return makeCancelledError('the job was cancelled', undefined)
}
