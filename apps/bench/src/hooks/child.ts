/**
 * One variant in a process of its own: steps of a task under some hook. Prints the least processor time of a
 * step, in ns: whatever else the machine does only adds to it.
 *
 *   node child.mjs VARIANT WORK ROUNDS STEPS        WORK: turns of a loop that each step makes besides
 */

import { getRunningLoop, run, sleep } from '@acoro/core'
import { type TaskHook, taskNumber } from '@acoro/core/lowlevel'

const [variant, work, rounds, steps] = process.argv.slice(2) as [string, string, string, string]
const WORK = Number(work)
const STEPS = Number(steps)

const cells = new Int32Array(new SharedArrayBuffer(8))
let counted = 0
let last = 0

function rest(): void {
  cells[0] = 0
}

/** By name, in the order of the table; undefined: no hook at all. */
const hooks: Record<string, TaskHook | undefined> = {
  nobody: undefined,
  'taken back': {},
  empty: {},
  created: { taskCreated: () => void counted++ },
  counter: { taskStepped: () => void counted++ },
  console: {
    taskStepped(task) {
      cells[0] = taskNumber(task)
      cells[1]!++
    },
    taskSuspended: rest,
    taskFinished: rest,
  },
  clock: {
    taskStepped() {
      last = performance.now()
    },
  },
}
if (!(variant in hooks))
  throw new RangeError(`Expected one of ${Object.keys(hooks).join(', ')}, got ${variant}`)

function toil(seed: number): number {
  let x = seed
  for (let turn = 0; turn < WORK; turn++) x = (Math.imul(x, 1103515245) + 12345) | 0
  return x
}

/** ns of processor time a step. */
const round = (): Promise<number> =>
  run(function* main() {
    const hook = hooks[variant]
    const loop = getRunningLoop()
    const remove = hook === undefined ? undefined : loop.addHook(hook)
    if (variant === 'taken back') remove?.()
    yield* sleep(0)
    const before = process.cpuUsage()
    let sum = 0
    for (let step = 0; step < STEPS; step++) {
      yield* sleep(0)
      if (WORK > 0) sum += toil(sum)
    }
    const { user, system } = process.cpuUsage(before)
    counted += sum & 1
    return ((user + system) * 1000) / STEPS
  })

let least = Infinity
for (let at = 0; at < Number(rounds); at++) {
  const took = await round()
  // The first rounds are the compiler's.
  if (at >= 4) least = Math.min(least, took)
}
if (last < 0) console.log(counted)
console.log(least)
