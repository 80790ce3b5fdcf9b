import { coroutine, createTask, type EventLoop, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { expect, it } from 'vitest'
import { StuckWatch } from '../../src/virtual/stuck-watch.ts'

it('the looks for tasks that are stuck take less work than the steps between them', () => {
  const loop = new VirtualLoop()
  loop.runSync(function* () {
    const forEver = coroutine(function* forEver() {
      yield* sleep(Infinity)
    })
    for (let n = 0; n < 500; n++) createTask(forEver())
    const watch = new StuckWatch(loop as EventLoop, [])
    watch.begin(0)
    const looks: number[] = []
    while (watch.nextLook < 50_000) {
      looks.push(watch.nextLook)
      watch.look(watch.nextLook)
    }
    // A look visits each of the 501 tasks: fewer visits than a step in ten.
    expect((looks.length * 501) / 50_000).toBeLessThan(0.1)
    yield
  })
})
