/**
 * All workloads, in the order of the table: from single steps to tasks, to what is built on them, to time and
 * space.
 */

import { shapeNames } from '../programs/co-shapes.ts'
import type { Workload } from './workload.ts'

type Given = Pick<Workload, 'name' | 'title' | 'unit' | 'n' | 'expected'> & Partial<Workload>

function workload(given: Given): Workload {
  return {
    kind: 'time',
    program: given.name,
    option: 0,
    units: (n) => n,
    multiple: 1,
    base: 'native',
    samples: 3,
    repeats: 1,
    maxRounds: Number.POSITIVE_INFINITY,
    smoke: undefined,
    goals: {},
    ...given,
  }
}

const every = (n: number): number => n
const sumBelow = (n: number): number => (n * (n - 1)) / 2

function fibonacci(n: number): number {
  let [a, b] = [0, 1]
  for (let i = 0; i < n; i++) [a, b] = [b, a + b]
  return a
}

const resume = [1, 10, 100].map((depth) =>
  workload({
    name: `resume-${depth}`,
    title: `resume ${depth} ${depth === 1 ? 'frame' : 'frames'} deep`,
    unit: 'resume',
    program: 'resume',
    option: depth,
    n: 200_000,
    repeats: 5,
    expected: every,
    smoke: depth === 100 ? 100_000 : undefined,
    goals: depth === 100 ? { acoro: 1.1 } : {},
  }),
)

const co = shapeNames.map((name, shape) =>
  workload({
    name: `co-${shape}`,
    title: `co: yields ${name} (native: the npm package)`,
    unit: 'call',
    program: 'co',
    option: shape,
    n: 20_000,
    base: 'co',
    expected: (n) => n * 5,
  }),
)

const scale = [1000, 10_000, 100_000, 1_000_000]

const scaled = (n: number): Partial<Workload> => ({
  repeats: Math.max(1, 100_000 / n),
  samples: 1,
  maxRounds: n > 100_000 ? 3 : 5,
})

export const workloads: readonly Workload[] = [
  workload({
    name: 'yield',
    title: 'one task yields 1,000,000 times',
    unit: 'yield',
    n: 1_000_000,
    expected: every,
    smoke: 300_000,
    goals: { acoro: 1.1 },
  }),
  workload({
    name: 'sleep-0',
    title: 'one task sleeps 0 ms 1,000,000 times',
    unit: 'sleep',
    n: 1_000_000,
    expected: every,
  }),
  workload({
    name: 'yield-1000',
    title: '1,000 tasks yield 1,000 times',
    unit: 'yield',
    n: 1_000_000,
    multiple: 1000,
    expected: every,
    smoke: 300_000,
  }),
  workload({
    name: 'fib',
    title: 'fib(22), a coroutine a call',
    unit: 'call',
    n: 22,
    units: (n) => 2 * fibonacci(n + 1) - 1,
    repeats: 20,
    expected: fibonacci,
    smoke: 20,
    goals: { acoro: 0.95 },
  }),
  ...resume,
  workload({
    name: 'throw',
    title: 'throw and catch through 10 frames',
    unit: 'throw',
    option: 10,
    n: 20_000,
    expected: every,
  }),
  workload({
    name: 'ping-pong',
    title: 'two tasks and a future each, in turns',
    unit: 'wake-up',
    n: 200_000,
    multiple: 2,
    repeats: 4,
    expected: every,
    smoke: 100_000,
    goals: { acoro: 1.1 },
  }),
  workload({
    name: 'spawn',
    title: 'spawn and join 200,000 tasks',
    unit: 'task',
    n: 200_000,
    expected: sumBelow,
    smoke: 100_000,
    goals: { acoro: 3, 'acoro-eager': 1.5 },
  }),
  workload({
    name: 'context',
    title: 'a task with a context variable of its own',
    unit: 'task',
    n: 100_000,
    expected: sumBelow,
  }),
  workload({
    name: 'gather',
    title: 'gather of 10',
    unit: 'gather',
    n: 10_000,
    repeats: 4,
    expected: (n) => n * 10,
    smoke: 5000,
  }),
  workload({
    name: 'group',
    title: 'task group of 10',
    unit: 'group',
    n: 10_000,
    repeats: 4,
    expected: (n) => n * 10,
  }),
  workload({
    name: 'queue',
    title: 'queue without limit',
    unit: 'item',
    n: 100_000,
    repeats: 5,
    expected: every,
    smoke: 50_000,
    goals: { acoro: 0.6 },
  }),
  workload({
    name: 'queue-1',
    title: 'queue of 1',
    unit: 'item',
    program: 'queue',
    option: 1,
    n: 100_000,
    repeats: 3,
    expected: every,
    smoke: 50_000,
    goals: { acoro: 1.5 },
  }),
  workload({
    name: 'semaphore',
    title: '50,000 tasks through 10 permits',
    unit: 'task',
    option: 10,
    n: 50_000,
    expected: every,
    smoke: 30_000,
    goals: { acoro: 1 },
  }),
  workload({
    name: 'cancel',
    title: '100,000 parked tasks cancelled, each through a finally',
    unit: 'task',
    n: 100_000,
    expected: every,
    smoke: 50_000,
  }),
  workload({
    name: 'cancel-abort',
    title: 'the same, beside an AbortController for each async function',
    unit: 'task',
    program: 'cancel',
    n: 100_000,
    base: 'abort-controller',
    expected: every,
    smoke: 30_000,
    goals: { acoro: 0.3 },
  }),
  workload({
    name: 'timeouts',
    title: '200,000 timeouts that do not fire',
    unit: 'timeout',
    n: 200_000,
    expected: every,
    smoke: 50_000,
    goals: { acoro: 0.9 },
  }),
  workload({
    name: 'sleeps',
    title: '200,000 sleeps at once',
    unit: 'sleep',
    n: 200_000,
    expected: every,
    samples: 1,
    smoke: 50_000,
    goals: { acoro: 0.8 },
  }),
  workload({
    name: 'virtual-sleeps',
    title: '200,000 virtual sleeps in 1,000 tasks (native with fake-timers)',
    unit: 'sleep',
    n: 200_000,
    multiple: 1000,
    expected: every,
    base: 'fake-timers',
    samples: 1,
  }),
  workload({
    name: 'from-promise',
    title: 'a settled promise awaited in a coroutine',
    unit: 'await',
    n: 200_000,
    expected: every,
    smoke: 100_000,
  }),
  workload({
    name: 'asyncify',
    title: 'an asyncified coroutine called from promise code',
    unit: 'call',
    n: 200_000,
    expected: every,
    smoke: 100_000,
  }),
  ...co,
  workload({
    name: 'parked',
    title: 'a task parked on a future that all wait for',
    kind: 'bytes',
    unit: 'task',
    n: 100_000,
    expected: every,
    smoke: 30_000,
    goals: { acoro: 0.65 },
  }),
  workload({
    name: 'parked-own',
    title: 'a task parked on a future of its own',
    kind: 'bytes',
    unit: 'task',
    program: 'parked',
    option: 1,
    n: 100_000,
    expected: every,
    smoke: 30_000,
    goals: { acoro: 0.65 },
  }),
  workload({
    name: 'sleeping',
    title: 'a task in a sleep',
    kind: 'bytes',
    unit: 'task',
    n: 100_000,
    expected: every,
    samples: 1,
  }),
  workload({
    name: 'cold',
    title: 'import and first run',
    kind: 'cold',
    unit: 'start',
    n: 1,
    expected: every,
    samples: 1,
  }),
  workload({
    name: 'size',
    title: 'a program that yields once, bundled, minified, brotli',
    kind: 'size',
    unit: 'bundle',
    program: 'cold',
    n: 1,
    expected: every,
    maxRounds: 1,
  }),
  ...scale.map((n) =>
    workload({
      name: `wake-${n}`,
      title: `${n.toLocaleString('en')} tasks parked and woken`,
      unit: 'task',
      program: 'wake',
      expected: every,
      ...scaled(n),
      n,
    }),
  ),
  ...scale.map((n) =>
    workload({
      name: `timers-${n}`,
      title: `${n.toLocaleString('en')} timers in random order`,
      unit: 'timer',
      program: 'timers',
      expected: every,
      ...scaled(n),
      n,
    }),
  ),
]
