import { fromPromise } from '@acoro/compat'
import { ContextVar, coroutine, gather, Runner, run, sleep, type Task, taskGroup } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'

export * as asyncs from '@acoro/async'
export * as esbuildHelpers from '@acoro/async/helpers/esbuild'
export * as tslibHelpers from '@acoro/async/helpers/tslib'
export * as compat from '@acoro/compat'
export * as core from '@acoro/core'
export * as lowlevel from '@acoro/core/lowlevel'
export * as service from '@acoro/service'
export * as sync from '@acoro/sync'
export * as testing from '@acoro/testing'
export * as suites from '@acoro/testing/suites'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<_A extends true>(): void {}

const double = coroutine(function* double(n: number) {
  yield* sleep(1)
  return 2 * n
})

export const result = run(function* main() {
  const pair = yield* gather(double(1), sleep(1, 'done'))
  same<Equal<typeof pair, [number, string]>>()
  const kept = yield* fromPromise(Promise.resolve(true))
  same<Equal<typeof kept, boolean>>()
  const task = yield* taskGroup(function* (group) {
    return group.createTask(double(2))
  })
  same<Equal<typeof task, Task<number>>>()
  const permit = yield* new Lock().acquire()
  permit[Symbol.dispose]()
  return pair
})
same<Equal<typeof result, Promise<[number, string]>>>()

const token = new ContextVar<number>('n').set(1)
token[Symbol.dispose]()
export const closed: PromiseLike<void> = new Runner()[Symbol.asyncDispose]()
new VirtualLoop()[Symbol.dispose]()
// @ts-expect-error: a coroutine is no number
export const wrong: number = double(1)
