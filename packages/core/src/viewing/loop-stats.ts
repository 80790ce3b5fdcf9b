/**
 * The state of a loop in numbers, JSON-ready.
 *
 * They are counted always, where it costs nothing: a job counts its iterations, the list of tasks counts its
 * members. So they hold for what happened before anybody looked. Within a job, what the job did is not yet
 * counted.
 */

import type { EventLoop } from '../base/above.ts'
import { state } from '../current/state.ts'
import { checkLoop } from '../scheduler/check.ts'
import { taskNumber } from '../task/task-number.ts'

export interface LoopStats {
  /** The loop's clock, in ms. */
  time: number
  running: boolean
  closed: boolean
  debug: boolean
  /** Iterations of the jobs that have ended. */
  iterations: number
  /** Steps and callbacks that those iterations ran. Steps in the reaction of a promise are not among them. */
  ran: number
  /** How often something from outside has entered the loop: a promise, a socket, a message. */
  entered: number
  /** A call that ends before it waits (`asyncify`) is not counted. */
  tasks: {
    made: number
    pending: number
    returned: number
    failed: number
    cancelled: number
  }
  /** Steps and callbacks that are ready to run. */
  ready: number
  timers: number
  /** When the earliest timer is due; null if there is none. */
  nextTimer: number | null
  /** Promises, sockets and the like that may wake the loop. */
  externals: number
  /** How late timers were, in ms; 'unknown' before the first. */
  lag: { last: number; worst: number } | 'unknown'
  /** The number of the task that is being stepped. */
  task: number | null
}

/** What `loop` has done so far and has to do. TypeError for anything but a loop. */
export function loopStats(loop: EventLoop): LoopStats {
  checkLoop(loop, 'the argument of loopStats()')
  const ended = loop._ended
  const unhappy = loop._failed + loop._cancelled
  return {
    time: loop._host.now(),
    running: loop.isRunning(),
    closed: loop.isClosed(),
    debug: loop.getDebug(),
    iterations: loop._iterations,
    ran: loop._ran,
    entered: loop._entered + loop._entries,
    tasks: {
      made: loop._made,
      pending: loop._made - ended,
      returned: ended - unhappy,
      failed: loop._failed,
      cancelled: loop._cancelled,
    },
    ready: loop._ready.length,
    timers: loop._timers.size,
    nextTimer: loop._timers.peek()?._when ?? null,
    externals: loop._externals.size,
    lag:
      loop._lag === Number.MIN_VALUE
        ? 'unknown'
        : { last: loop._lag, worst: loop._worstLag === Number.MIN_VALUE ? 0 : loop._worstLag },
    task: state.task !== null && state.task._loop === loop ? taskNumber(state.task) : null,
  }
}
