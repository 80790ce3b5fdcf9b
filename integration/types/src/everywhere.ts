import { fromPromise } from '@acoro/compat'
import { ContextVar, coroutine, gather, Runner, run, sleep, type Task, taskGroup } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import '@acoro/async/register'

export * as asyncs from '@acoro/async'
export * as asyncGlobals from '@acoro/async/globals'
export * as helpersBabelAsyncGeneratorDelegate from '@acoro/async/helpers/babel/asyncGeneratorDelegate'
export * as helpersBabelAsyncIterator from '@acoro/async/helpers/babel/asyncIterator'
export * as helpersBabelAsyncToGenerator from '@acoro/async/helpers/babel/asyncToGenerator'
export * as helpersBabelAwaitAsyncGenerator from '@acoro/async/helpers/babel/awaitAsyncGenerator'
export * as helpersBabelWrapAsyncGenerator from '@acoro/async/helpers/babel/wrapAsyncGenerator'
export * as helpersEsbuild from '@acoro/async/helpers/esbuild'
export * as helpersOxcAsyncGeneratorDelegate from '@acoro/async/helpers/oxc/asyncGeneratorDelegate'
export * as helpersOxcAsyncIterator from '@acoro/async/helpers/oxc/asyncIterator'
export * as helpersOxcAsyncToGenerator from '@acoro/async/helpers/oxc/asyncToGenerator'
export * as helpersOxcAwaitAsyncGenerator from '@acoro/async/helpers/oxc/awaitAsyncGenerator'
export * as helpersOxcWrapAsyncGenerator from '@acoro/async/helpers/oxc/wrapAsyncGenerator'
export * as helpersPlaces from '@acoro/async/helpers/places'
export * as helpersPlugin from '@acoro/async/helpers/plugin'
export * as helpersSwcAsyncGeneratorDelegate from '@acoro/async/helpers/swc/_async_generator_delegate'
export * as helpersSwcAsyncIterator from '@acoro/async/helpers/swc/_async_iterator'
export * as helpersSwcAsyncToGenerator from '@acoro/async/helpers/swc/_async_to_generator'
export * as helpersSwcAwaitAsyncGenerator from '@acoro/async/helpers/swc/_await_async_generator'
export * as helpersSwcWrapAsyncGenerator from '@acoro/async/helpers/swc/_wrap_async_generator'
export * as helpersTslib from '@acoro/async/helpers/tslib'
export * as plugin from '@acoro/async/plugin'
export * as asyncService from '@acoro/async/service'
export * as asyncVitest from '@acoro/async/vitest'
export * as asyncWeb from '@acoro/async/web'
export * as compat from '@acoro/compat'
export * as core from '@acoro/core'
export * as lowlevel from '@acoro/core/lowlevel'
export { default as eslintPlugin } from '@acoro/eslint-plugin'
export * as service from '@acoro/service'
export * as sync from '@acoro/sync'
export * as testing from '@acoro/testing'
export * as bunTests from '@acoro/testing/bun'
export * as jestTests from '@acoro/testing/jest'
export * as mochaTests from '@acoro/testing/mocha'
export * as suites from '@acoro/testing/suites'
export * as web from '@acoro/web'
export * as webPage from '@acoro/web/page'
export * as webTests from '@acoro/web/testing'

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
