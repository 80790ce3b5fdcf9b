// only on node: the clock of the process

import { createTask, run, sleep } from '@acoro/core'
import { Event } from '@acoro/sync'
import { expect, test } from 'vitest'
import { linkedProgram } from '../../support/linked-program.ts'

test('a view for the terminal has what is so when it is asked for, not what was seen before', async () => {
  using linked = linkedProgram()
  await linked.settled()
  expect(linked.pictures.last.counts.tasks).toBe(0)
  const stop = new Event()
  const ended = run(function* main() {
    createTask(sleep(60_000), { name: 'nap' })
    yield* stop.wait()
  })
  await Promise.resolve()
  const { text } = (await linked.answers.answer('text', { view: 'ps' })) as { text: string }
  stop.set()
  await ended
  expect(text).toContain('nap')
})
