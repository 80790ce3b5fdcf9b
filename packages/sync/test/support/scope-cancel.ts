import {
  type Awaitable,
  CancelledError,
  type CancelScope,
  type CoroutineLike,
  cancelScope,
  createTask,
  type Task,
  type TaskOptions,
} from '@acoro/core'
import { type Inject, VirtualLoop } from '@acoro/testing'

/** More turns than any of the programs takes by far. */
const MOST_TURNS = 5000

/**
 * As `injectCancelEverywhere`: the victim runs in a cancel scope, which is cancelled at each moment of its
 * life in turn. Throws if the program does not end. Returns the number of moments.
 */
export function cancelScopeEverywhere(main: (inject: Inject) => Awaitable<unknown>): number {
  const moments = play(main, Infinity)
  for (let at = 1; at <= moments; at++) play(main, at)
  return moments
}

function play(main: (inject: Inject) => Awaitable<unknown>, at: number): number {
  using loop = new VirtualLoop()
  const { _queue: queue } = loop as unknown as { _queue: { before: () => void } }
  let victim: Task<unknown> | undefined
  let scope: CancelScope | undefined
  let [moments, turns] = [0, 0]
  queue.before = () => {
    // Its flag LEVEL is taken away, so that the program can end.
    if (++turns > MOST_TURNS && victim !== undefined)
      (victim as unknown as { _flags: number })._flags &= ~1024
    if (victim === undefined || victim.done()) return
    if (++moments === at) scope?.cancel('injected')
  }
  function inject<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    const task = createTask(
      (function* () {
        const result = yield* cancelScope(function* (own) {
          scope = own
          return yield* coro
        })
        // The programs look at how their victim ended.
        if (result.cancelled) throw new CancelledError('injected')
        return result.value
      })(),
      options,
    )
    victim = task
    return task
  }
  loop.runSync(() => main(inject))
  if (turns > MOST_TURNS) throw new Error(`it spins, after a cancel at moment ${at}`)
  return moments
}
