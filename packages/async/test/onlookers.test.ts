// only on server: it runs a compiler
//
// Code that looks on at a call is told of its end, and does not wait for it: nothing changes for the call.

import { taskOf } from '@acoro/async'
import { cancelOnAbort, taskSignal } from '@acoro/compat'
import { currentTask, sleep, type Task } from '@acoro/core'
import { onEnd } from '@acoro/core/lowlevel'
import { virtual } from '@acoro/testing/vitest'
import { expect, it } from 'vitest'
import { run } from './support/lowered.ts'

const here = (): Task<unknown> => currentTask() as Task<unknown>

const looks = {
  'is asked for its signal': () => void taskSignal(),
  'listens to a signal': () => void cancelOnAbort(here(), new AbortController().signal),
  'is watched by a library': () => void onEnd(here(), () => {}),
}

it.each(Object.entries(looks))('a call that %s is cancelled along with the one that awaits it', (_, look) =>
  virtual(async () => {
    const log: string[] = []
    const outer = run<() => Promise<void>>(
      `async function inner() {
        look()
        try { await sleep(1000) } finally { log.push('inner ended') }
      }
      return async () => { await inner() }`,
      { sleep, log, look },
    )
    const calling = outer()
    taskOf(calling)?.cancel()
    await expect(calling).rejects.toMatchObject({ name: 'CancelledError' })
    expect(log).toEqual(['inner ended'])
  })(),
)

it(
  'what looks on is told once, also of an error and of a cancel, and can be taken back',
  virtual(async () => {
    const told: string[] = []
    const call = run<(name: string, fails: boolean) => Promise<void>>(
      'return async (name, fails) => { await sleep(10); if (fails) throw new RangeError(name) }',
      { sleep },
    )
    const watched = (name: string, fails: boolean): Promise<void> => {
      const promise = call(name, fails)
      const task = taskOf(promise) as Task<unknown>
      onEnd(task, () => told.push(`${name}: ${task.done()} ${task.cancelled()}`))
      onEnd(task, () => told.push('never'))()
      return promise
    }
    const cancelled = watched('cancelled', false)
    taskOf(cancelled)?.cancel()
    const all = [watched('returns', false), watched('throws', true), cancelled]
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(told.sort()).toEqual(['cancelled: true true', 'returns: true false', 'throws: true false'])
    const late: string[] = []
    onEnd(taskOf(all[0] as Promise<void>) as Task<unknown>, () => late.push('late'))
    expect(late).toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(late).toEqual(['late'])
  }),
)
