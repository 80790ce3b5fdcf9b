// only on node: it needs diagnostics_channel and a block that the watchdog sees

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { serveConsole } from '@acoro/console'
import { coroutine, createTask, gather, run, sleep } from '@acoro/core'
import { expect, onTestFinished, test } from 'vitest'

function heardOn(name: string): unknown[] {
  const heard: unknown[] = []
  const listener = (message: unknown): void => void heard.push(message)
  subscribe(name, listener)
  onTestFinished(() => void unsubscribe(name, listener))
  return heard
}

test('channels tell of tasks and of blocks, to those who subscribe', async () => {
  await using _served = await serveConsole({ blockedAfter: 50 })
  const [created, finished] = [heardOn('acoro:task:created'), heardOn('acoro:task:finished')]
  const blocked = heardOn('acoro:loop:blocked') as { ms: number; task: number }[]
  const burn = coroutine(function* burn() {
    for (const end = performance.now() + 200; performance.now() < end; );
    yield* sleep(0)
    throw new Error('burnt')
  })
  await run(function* main() {
    const task = createTask(burn(), { name: 'report' })
    yield* gather([task], { returnExceptions: true })
  })
  const told = (messages: unknown[]) =>
    messages.slice(0, 2).map((message) => {
      const { name, work, outcome } = message as { name: string; work: string; outcome?: string }
      return [name.replace(/\d+/, 'N'), work, outcome]
    })
  expect(told(created)).toEqual([
    ['Task-N', 'main', undefined],
    ['report', 'burn', undefined],
  ])
  expect(told(finished)).toEqual([
    ['report', 'burn', 'failed'],
    ['Task-N', 'main', 'returned'],
  ])
  const { id } = created[1] as { id: number }
  await expect.poll(() => blocked.map(({ task }) => task), { timeout: 20_000 }).toEqual([id])
  expect(blocked[0]?.ms).toBeGreaterThan(50)
})
