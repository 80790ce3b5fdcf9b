// The tests that each runner has to run, and what has to come of each. `it` is that of the runner's entry, `own` its own.

import assert from 'node:assert'
import { createTask, sleep } from '@acoro/core'

export function cases(it, virtual, own) {
  own(
    'virtual: an hour',
    virtual(function* (loop) {
      yield* sleep(3_600_000)
      assert.strictEqual(loop.time(), 3_600_000)
    }),
  )

  it('an hour', function* (loop) {
    yield* sleep(3_600_000)
    assert.strictEqual(loop.time(), 3_600_000)
  })

  it('async, with the globals', async (loop) => {
    await new Promise((resolve) => setTimeout(resolve, 3_600_000))
    assert.deepStrictEqual([loop.time(), Date.now()], [3_600_000, 3_600_000])
  })

  it('fails: an error', function* () {
    yield* sleep(1)
    throw new Error('on purpose')
  })

  it('fails: a leak', function* () {
    createTask(sleep(1000), { name: 'forgotten' })
    yield* sleep(1)
  })

  it('fails: its time limit', { timeout: 100, patience: 2000 }, async () => {
    await new Promise(() => {})
  })

  it('after the time limit', function* () {
    yield* sleep(1)
  })

  it.skip('skipped', function* () {
    yield* sleep(1)
    throw new Error('not run')
  })

  it.todo('still to be written')
}

export function each(it) {
  it.each([
    [1, 2],
    [2, 3],
  ])('each %i', function* (loop, one, other) {
    yield* sleep(5)
    assert.deepStrictEqual([loop.time(), other - one], [5, 1])
  })
}

export function failing(fails) {
  fails('expected to fail', function* () {
    yield* sleep(1)
    throw new Error('on purpose')
  })
}

export function concurrent(concurrent) {
  for (const name of ['a', 'b']) {
    concurrent(`concurrent ${name}`, async (loop) => {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      assert.deepStrictEqual([loop.time(), Date.now()], [1000, 1000])
    })
  }
}
