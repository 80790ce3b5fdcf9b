import type { TestContext as NodeContext } from 'node:test'
import { type Future, sleep } from '@acoro/core'
import type { Network } from '@acoro/streams'
import {
  explore,
  injectCancelEverywhere,
  replay,
  type Step,
  stepCoroutine,
  VirtualLoop,
  virtual,
} from '@acoro/testing'
import { schedules } from '@acoro/testing/fast-check'
import { it as jestIt } from '@acoro/testing/jest'
import { MemoryNetwork } from '@acoro/testing/network'
import { virtual as nodeVirtual } from '@acoro/testing/node'
import { it as virtualIt, virtual as vitestVirtual } from '@acoro/testing/vitest'
import { expectTypeOf, it, type TestContext } from 'vitest'

const main = function* () {
  yield* sleep(1)
  return 42
}

it('a run gives what main returns', () => {
  const loop = new VirtualLoop()
  expectTypeOf(loop.runSync(main)).toEqualTypeOf<number>()
  expectTypeOf(loop.runSync(sleep(1, 'x'))).toEqualTypeOf<string>()
  expectTypeOf(loop.runAsync(main)).toEqualTypeOf<Promise<number>>()
  expectTypeOf(loop.runAsync(async () => 'x')).toEqualTypeOf<Promise<string>>()
  expectTypeOf(replay(1, main)).toEqualTypeOf<number>()
  // @ts-expect-error: a synchronous run cannot wait for a promise.
  loop.runSync(async () => 1)
  // @ts-expect-error: a number is nothing to await.
  loop.runSync(42)
})

it('programs to explore and to disturb are bodies of coroutines', () => {
  explore({ strategy: 'pct', depth: 2 }, main)
  injectCancelEverywhere(function* (inject) {
    expectTypeOf(inject(sleep(1, 'x')).result()).toEqualTypeOf<string>()
    yield* sleep(1)
  })
  // @ts-expect-error: there is no such strategy.
  explore({ strategy: 'bfs' }, main)
  // @ts-expect-error: a plain function is no program.
  explore({}, () => 42)
})

it('a test is given what its runner gives', () => {
  virtual(function* (loop, context: { name: string }) {
    expectTypeOf(loop).toEqualTypeOf<VirtualLoop>()
    expectTypeOf(context.name).toEqualTypeOf<string>()
  })
  expectTypeOf(virtual(main)).toEqualTypeOf<() => Promise<void>>()
  vitestVirtual(function* (_loop, context) {
    expectTypeOf(context).toEqualTypeOf<TestContext>()
  })
  nodeVirtual(function* (_loop, context) {
    expectTypeOf(context).toEqualTypeOf<NodeContext>()
  })
  virtualIt.concurrent.each([[1, 'a']])('…', function* (loop, one, other) {
    expectTypeOf(loop).toEqualTypeOf<VirtualLoop>()
    expectTypeOf(one).toEqualTypeOf<number>()
    expectTypeOf(other).toEqualTypeOf<string>()
  })
  virtualIt.for([{ id: 1 }])('…', function* (_loop, row, { task }) {
    expectTypeOf(row.id).toEqualTypeOf<number>()
    expectTypeOf(task.name).toEqualTypeOf<string>()
  })
  virtualIt.extend({ user: 'ada' })('…', { timeout: 5, leaks: false }, function* (_loop, { user }) {
    expectTypeOf(user).toEqualTypeOf<string>()
  })
  jestIt.failing.each(['a'])('…', function* (_loop, name) {
    expectTypeOf(name).toEqualTypeOf<string>()
  })
  // @ts-expect-error: a body is a function.
  virtualIt('…', main())
  // @ts-expect-error: what is a matter of another runner.
  jestIt('…', { retries: 5 }, main)
})

it('a stepper knows what the coroutine returns', () => {
  const step = stepCoroutine(sleep(1, 'x')).next()
  expectTypeOf(step).toEqualTypeOf<Step<string>>()
  expectTypeOf(step.waitsFor).toEqualTypeOf<Future<unknown> | undefined>()
})

it('networks and schedules fit where they are used', () => {
  expectTypeOf(new MemoryNetwork()).toExtend<Network>()
  expectTypeOf(new MemoryNetwork().host('a')).toExtend<Network>()
  expectTypeOf(schedules().generate).toBeFunction()
  // @ts-expect-error: a latency is a number or a range.
  new MemoryNetwork({ latency: '5' })
})
