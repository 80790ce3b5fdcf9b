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
  const { text } = (await linked.answers.answer('text', { view: 'ps', now: true })) as { text: string }
  stop.set()
  await ended
  expect(text).toContain('nap')
})

test('a view for the page is of the picture that it shows', async () => {
  using linked = linkedProgram()
  await linked.settled()
  const { last } = linked.pictures
  linked.pictures.sinceNow = () => {
    throw new Error('the page does not wait for another picture')
  }
  const { text } = (await linked.answers.answer('text', { view: 'ps' })) as { text: string }
  expect(text.split('\n').length).toBeGreaterThan(last.counts.tasks)
})

test('what is neither true nor false is refused', async () => {
  using linked = linkedProgram()
  await expect(linked.answers.answer('text', { view: 'ps', now: 'yes' })).rejects.toThrow(
    'Expected now to be true or false',
  )
})
