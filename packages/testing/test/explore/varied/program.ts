/** A program with everything in it that an exploration varies, and what it does, as lines. */

import { coroutine, createTask, gather, getRunningLoop, sleep, TimeoutError, timeout } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { explore, fault, mayCancel, OrderError, type StrategyName, type VirtualLoop } from '@acoro/testing'

const STRATEGIES: readonly StrategyName[] = ['portfolio', 'fewest', 'random', 'pct', 'dfs']

const varied = (log: string[]) =>
  function* varied() {
    const loop = getRunningLoop() as VirtualLoop
    const queue = new WaitQueue<string>()
    const say = (word: string) => void log.push(`${loop.time()} ${word}`)
    const worker = coroutine(function* worker(name: string) {
      try {
        yield* sleep(10 * Math.random())
        fault(name)
        say(`${name} ${(yield* timeout(15, () => queue.park())).slice(0, 8)}`)
      } catch (error) {
        say(`${name} ${error instanceof TimeoutError ? 'timeout' : (error as Error).message}`)
      }
    })
    loop.callSoon(() => say('callback'))
    loop.callLater(12, () => void queue.wakeOne(crypto.randomUUID()))
    const tasks = ['a', 'b', 'c'].map((name) => createTask(worker(name), { name }))
    mayCancel(tasks[1] as (typeof tasks)[0])
    yield* gather(tasks, { returnExceptions: true })
    say(`end ${loop.random()}`)
  }

/** What `runs` orders of each strategy do, and a report. */
export function variedLines(runs: number): string[] {
  const lines: string[] = []
  for (const strategy of STRATEGIES) {
    const log: string[] = []
    const { notVaried, bound } = explore({ strategy, runs, seed: 5 }, varied(log))
    lines.push(`${strategy} ${bound} ${notVaried.join(', ')}`, ...log)
  }
  try {
    explore({ page: false }, function* late() {
      const log: string[] = []
      yield* varied(log)()
      if (log.some((line) => line.includes('b timeout'))) throw new Error('b was late')
    })
  } catch (error) {
    if (!(error instanceof OrderError)) throw error
    // Not all engines tell where a task stands.
    lines.push(
      error.simplest,
      error.order,
      ...error.steps.map((step) => JSON.stringify({ ...step, place: '' })),
    )
  }
  return lines
}

/** A short name for many lines (FNV-1a). */
export function hashOf(lines: readonly string[]): string {
  let hash = 0x811c9dc5
  for (const sign of lines.join('\n')) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193)
  return (hash >>> 0).toString(36)
}
