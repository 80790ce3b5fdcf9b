// only on server: it reads the files that a failure leaves

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coroutine, createTask, Future, gather, sleep } from '@acoro/core'
import { type Explored, explore, fault, mayCancel, OrderError, type OrderFile } from '@acoro/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acoro-order-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function recorded(main: Explored, options = {}): OrderFile {
  try {
    explore({ page: folder, ...options }, main)
  } catch (error) {
    if (error instanceof OrderError)
      return JSON.parse(readFileSync(error.file as string, 'utf8')) as OrderFile
    throw error
  }
  throw new Error('nothing was found')
}

/** The steps that differ from the loop's own order: what happened, among what, and why. */
const unusual = ({ steps }: OrderFile) =>
  steps.flatMap(({ what, why, choice }) =>
    choice === null || choice.picked === 0
      ? []
      : [{ what, kind: choice.kind, among: choice.candidates, why }],
  )

const step = coroutine(function* step(log: string[], name: string) {
  yield* sleep(0)
  log.push(name)
})

it('says who could have run, and that the order took another one', () => {
  const file = recorded(function* main() {
    const log: string[] = []
    yield* gather(createTask(step(log, 'a'), { name: 'a' }), createTask(step(log, 'b'), { name: 'b' }))
    if (log[0] === 'b') throw new Error('b first')
  })
  expect(unusual(file)).toHaveLength(1)
  expect(unusual(file)[0]).toMatchObject({
    what: 'b',
    kind: 'task',
    why: 'the order takes it before what was first in line',
  })
  const at = file.steps.findIndex(({ choice }) => choice !== null && choice.picked !== 0)
  const { ready, choice } = file.steps[at] as OrderFile['steps'][number]
  expect(choice?.candidates[0]).toBe('a')
  expect(ready.map((task) => file.tasks[task]?.name)).toEqual(choice?.candidates)
  expect(file).toMatchObject({ program: 'main', error: 'Error: b first', note: '' })
  expect(file.failedAt).toMatch(/report\/order-file\.test\.ts:\d+$/)
})

it('has the timer that came early, the fault and the cancellation as steps of their own', () => {
  const timers = recorded(function* main() {
    const log: string[] = []
    const nap = coroutine(function* nap(name: string, ms: number) {
      yield* sleep(ms)
      log.push(name)
    })
    yield* gather(createTask(nap('a', 10), { name: 'a' }), createTask(nap('b', 20), { name: 'b' }))
    if (log[0] === 'b') throw new Error('b first')
  })
  expect(unusual(timers)).toMatchObject([
    {
      what: 'the sleep of b ends',
      kind: 'timer',
      why: 'nothing is ready, and the order lets this timer be the first',
    },
  ])
  const faults = recorded(function* main() {
    yield* sleep(1)
    fault('db')
  })
  expect(unusual(faults)).toEqual([
    {
      what: "fault('db') throws",
      kind: 'fault',
      among: ['nothing', "fault('db') throws"],
      why: 'the order has it happen here',
    },
  ])
  const cancels = recorded(function* main() {
    let free = 1
    const use = coroutine(function* use() {
      free--
      yield* sleep(10)
      free++
    })
    const using = createTask(use(), { name: 'using' })
    mayCancel(using)
    yield* gather([using], { returnExceptions: true })
    if (free !== 1) throw new Error('a permit was lost')
  })
  expect(unusual(cancels)).toMatchObject([{ what: 'using is cancelled', kind: 'cancel' }])
  const at = cancels.steps.findIndex(({ what }) => what === 'using is cancelled')
  // It was asleep, and the cancellation made it ready.
  expect(cancels.steps[at]?.tasks).toEqual([{ task: 1, state: 'ready', text: null }])
})

it('has a deadlock with no failing line, and an async program with its timers', async () => {
  const stuck = recorded(function* main() {
    yield* new Future<void>()
  })
  expect(stuck.error).toMatch(/^DeadlockError: deadlock at 0 ms: 1 task waits/)
  expect(stuck.failedAt).toBeNull()
  const found = await explore({ page: folder, sameDelay: true }, async () => {
    let shown = ''
    const search = async (text: string) => {
      await new Promise<void>((resolve) => setTimeout(resolve, 10))
      shown = text
    }
    await Promise.all([search('a'), search('ab')])
    if (shown !== 'ab') throw new Error(`shows the results of ${shown}`)
  }).catch((error) => error as OrderError)
  const file = JSON.parse(readFileSync((found as OrderError).file as string, 'utf8')) as OrderFile
  expect(unusual(file)).toHaveLength(1)
  expect(file.error).toBe('Error: shows the results of a')
})

it('is there only where a page is asked for or has its place', () => {
  const failing = function* main() {
    yield* sleep(1)
    throw new Error('always')
  }
  let error: unknown
  try {
    explore({ page: false }, failing)
  } catch (thrown) {
    error = thrown
  }
  expect((error as OrderError).file).toBeUndefined()
  expect((error as OrderError).message).not.toContain('Step by step')
  expect(recorded(failing).note).toBe('There is only one order, so this is no race')
})
