import { readdirSync, readFileSync } from 'node:fs'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { runTour } from '../src/cli/tour.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { tour } from '../src/tour/index.ts'

/** What each program prints, and how much virtual time it takes, in ms. */
const EXPECTED: Record<string, readonly [time: number, ...lines: string[]]> = {
  coroutine: [0, 'called: hello, nothing ran yet', 'inside the coroutine', 'the loop came to its end'],
  'coroutine-return': [0, 'inside the coroutine', 'it returned the result'],
  'coroutine-chain': [200, 'waiting for the first', 'waiting for the second', 'one / two, after one'],
  generator: [100, 'in the first', 'the first gave one', 'one / a promise'],
  'call-soon': [
    100,
    'registering',
    'nothing was called yet; cancelled: false',
    'called with 1, positional',
    'called with 2, partial',
  ],
  'call-later': [400, 'registering', 'called soon', 'called after 100 ms', 'called after 200 ms'],
  'call-at': [400, 'callback 3 at 0 ms', 'callback 2 at 100 ms', 'callback 1 at 200 ms'],
  'future-event-loop': [
    0,
    'setting the result of a future that is pending',
    'the loop gave the result',
    'the future is done and holds the result',
  ],
  'future-await': [100, 'awaiting the future', 'setting the result', 'it gave the result'],
  'future-callback': [
    0,
    'setting the result',
    'callback 1: the future holds the result',
    'callback 2: the future holds the result',
  ],
  'create-task': [
    100,
    'made: done false',
    'in the task',
    'callback: true',
    'it returned the result',
    'awaited: done true',
  ],
  'task-states': [
    100,
    "<Task pending name='T' coro=<f() running at task-states.ts:4> cb=[callback()]>",
    "<Task pending name='T' coro=<f() running at task-states.ts:5> wait_for=<Future pending cb=[Task.task_wakeup()]> cb=[callback()]>",
    "<Task finished name='T' coro=<f() done, defined at task-states.ts:4> result=undefined>",
  ],
  'cancel-task': [0, 'cancelling: true', 'cancelled before it began: true'],
  'cancel-task-2': [150, 'cancelling', 'cleaned up, in 50 ms', 'its maker hears of it, too'],
  'ensure-future': [
    200,
    'the same object: false',
    'it gave a coroutine',
    'the same object: true',
    'it gave a task',
  ],
  wait: [300, 'after 150 ms 1 done, 2 pending', 'phase 1, phase 2, phase 3'],
  gather: [
    4000,
    'waiting 1',
    'waiting 2',
    'waiting 4',
    'done after 1 s',
    'done after 2 s',
    'done after 4 s',
    'TIME: 4.0 s',
  ],
  'as-completed': [
    400,
    '[#####...............] 1/4 Japan',
    '[##########..........] 2/4 Kenya',
    '[###############.....] 3/4 France',
    '[####################] 4/4 Brazil',
  ],
  'async-with': [
    200,
    'using a connection',
    'closed',
    'closed after: Error: lost',
    'the error was swallowed: aexit returned true',
  ],
  'async-for': [300, 'tick 1', 'tick 2', 'tick 3'],
  downloads: [
    300,
    'BR was there after 100 ms, saved as b2880880',
    'CN was there after 100 ms, saved as 5e118f8',
    'FR was there after 200 ms, saved as ac92d8e0',
    'IN was there after 200 ms, saved as 7cf15188',
    'JP was there after 300 ms, saved as 7108d770',
  ],
}

const FOLDER = new URL('../src/tour/', import.meta.url)

function terminal() {
  const out: string[] = []
  const writeOut = (text: string): void => void out.push(text)
  return { out, writeOut, writeError: () => {}, color: false, screen: undefined }
}

describe('the tour', () => {
  it.each(Object.entries(tour))('%s', async (name, program) => {
    const lines: string[] = []
    const loop = new VirtualLoop()
    const start = loop.time()
    await program.main(loop, (line) => void lines.push(line))
    expect([loop.time() - start, ...lines]).toEqual(EXPECTED[name])
    loop.close()
  })

  it('has each program in a file of its name, under 40 lines', () => {
    const files = readdirSync(FOLDER).filter((file) => !/^(index|program|checksum)\.ts$/.test(file))
    expect(files.sort()).toEqual(
      Object.keys(tour)
        .map((name) => `${name}.ts`)
        .sort(),
    )
    const lengths = files.map((file) => readFileSync(new URL(file, FOLDER), 'utf8').split('\n').length)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(40)
  })

  it('runs on the real clock', async () => {
    const { out, ...rest } = terminal()
    await runTour(['wait'], rest)
    expect(out.join('')).toBe(
      'asyncio:  asyncio_wait.py\nhere:     apps/demo/src/tour/wait.ts\n\nafter 150 ms 1 done, 2 pending\nphase 1, phase 2, phase 3\n',
    )
  })

  it('lists every program, with the original of each', async () => {
    const { out, ...rest } = terminal()
    await runTour([], rest)
    for (const [name, { original }] of Object.entries(tour)) {
      expect(out.join('')).toMatch(new RegExp(`^  ${name} `, 'm'))
      expect(out.join('')).toContain(original)
    }
  })

  it.each([
    [['nap'], 'the tour has no program "nap": tour without a name lists them'],
    [['toString'], 'the tour has no program "toString": tour without a name lists them'],
    [['wait', 'gather'], 'expected one program of the tour, got a second one: "gather"'],
  ])('refuses %j', async (names, message) => {
    await expect(runTour(names, terminal())).rejects.toThrow(new UsageError(message))
  })
})
