/**
 * Starts the task of a request: it runs up to its first wait inside the call.
 *
 * Many requests are answered without a wait, and then no task is made at all (`callNow`). So what only a task
 * needs, its name, its deadline, the ear for the client, is set up when it has waited, by `suspended`.
 */

import { asyncify, toPromise } from '@acoro/compat'
import type { CoroutineGenerator, EventLoop, Task } from '@acoro/core'
import {
  backgroundLoop,
  callInLoop,
  callNow,
  coroutineOf,
  mayCallNow,
  runningLoop,
  sharesJobs,
} from '@acoro/core/lowlevel'
import { loopOfRequest } from './platform.ts'
import type { RequestRun } from './request-run.ts'
import { scope } from './scope.ts'

/** An answer in the making. */
export interface Live {
  readonly run: RequestRun
  /** It waits: it can be cancelled from now on. */
  suspended(task: Task<void>): void
  /** It was cancelled before its first step, and will never take it. */
  neverBegan(): void
}

type Making<A> = (answer: A) => CoroutineGenerator<void>

export function start<A extends Live>(answer: A, make: Making<A>, named: EventLoop | undefined): void {
  const { run } = answer
  const running = runningLoop()
  const loop = named ?? run.server?.loop ?? running ?? loopOfRequest() ?? background()
  run.begin(loop)
  if (mayCallNow(loop)) {
    const result = callNow(loop, make(answer), make)
    if (result.done !== true) {
      if (!sharesJobs(loop)) noteOutgoing(result.value)
      answer.suspended(result.value)
    }
    return
  }
  let task: Task<void>
  try {
    task = startLater(loop, running, answer, make)
  } catch (error) {
    // The loop is closed.
    run.end()
    throw error
  }
  if (task.done()) return
  if (!sharesJobs(loop)) noteOutgoing(task)
  answer.suspended(task)
  task.addDoneCallback(() => {
    if (!run.ended) answer.neverBegan()
  })
}

/**
 * Where the task of a request runs: on `named`, the loop of its server, the running one, or the background
 * loop.
 */
export function loopFor(named: EventLoop | undefined): EventLoop {
  return named ?? scope.current()?.loop ?? runningLoop() ?? background()
}

function startLater<A>(loop: EventLoop, running: EventLoop | null, answer: A, make: Making<A>): Task<void> {
  if (running === loop) return eagerly(loop, answer, make)
  if (running !== null || !loop.isRunning()) return loop.createTask(coroutineOf(make(answer)))
  return callInLoop(loop, eagerly<A>, loop, answer, make)
}

function eagerly<A>(loop: EventLoop, answer: A, make: Making<A>): Task<void> {
  return loop.createTask(coroutineOf(make(answer)), { eager: true })
}

/**
 * For the loop of a test. A promise hangs on this task: its clock need not wait for that promise, because the
 * task is what settles it.
 */
function noteOutgoing(task: Task<void>): void {
  toPromise(task).catch(ignore)
}

function ignore(): void {}

const once = asyncify(function* keepStores() {})
let keepsStores = false

/** The background loop, whose tasks keep their AsyncLocalStorage stores once compat has used it. */
function background(): EventLoop {
  if (!keepsStores) {
    keepsStores = true
    void once()
  }
  return backgroundLoop()
}
