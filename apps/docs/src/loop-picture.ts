// The picture of «How the loop works»: drawn from a recorded run of three tasks, never by hand. A lane for
// each task, a column for each step of the loop; a marker goes from step to step. Without motion, or on
// paper, the chart says the same. `pnpm --filter @acoro/docs loop-picture` writes it; a test compares the
// file with the run.

import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'

interface Step {
  task: string
  when: number
  /** What ends the step: `sleeps`, `waits`, `again`, `ends`. */
  then: string
}

/** Runs three tasks and notes each of their steps. */
export function record(): Step[] {
  const steps: Step[] = []
  const loop = new VirtualLoop()
  const lock = new Lock()
  /** What the running task waits for next, if it has to. */
  let next = ''
  const programs = {
    a: coroutine(function* a() {
      using _held = yield* lock.acquire()
      next = 'sleeps'
      yield* sleep(20)
    }),
    b: coroutine(function* b() {
      next = 'waits'
      using _held = yield* lock.acquire()
    }),
    c: coroutine(function* c() {
      next = 'sleeps'
      yield* sleep(10)
      next = 'again'
      yield* sleep(0)
    }),
  }
  const note = (task: Task<unknown>, then: string): void => {
    if (task.name in programs) steps.push({ task: task.name, when: loop.time(), then })
  }
  loop.runSync(function* main() {
    const tasks = Object.entries(programs).map(([name, body]) => createTask(body(), { name }))
    const remove = loop.addHook({
      taskSuspended: (task) => note(task, next),
      taskFinished: (task) => note(task, 'ends'),
    })
    for (const task of tasks) yield* task
    remove()
  })
  return steps
}

const LEFT = 70
const COLUMN = 78
const ROW = 46
const lanes = ['a', 'b', 'c']

/** The picture as the text of an SVG file. */
export function loopPicture(steps: readonly Step[] = record()): string {
  const width = LEFT + steps.length * COLUMN + 10
  const bottom = 52 + lanes.length * ROW
  const seconds = steps.length * 1.2
  const x = (i: number): number => LEFT + i * COLUMN
  const y = (task: string): number => 44 + lanes.indexOf(task) * ROW
  const rows = lanes.map((name) => {
    const middle = y(name) + 17
    return `<text x="12" y="${middle + 5}" class="name">task ${name}</text><path d="M${LEFT} ${middle}H${width - 10}" class="lane"/>`
  })
  const boxes = steps.map(({ task, then }, i) => {
    const box = `<rect x="${x(i) + 3}" y="${y(task)}" width="${COLUMN - 6}" height="34" rx="5" class="step"/>`
    return `${box}<text x="${x(i) + COLUMN / 2}" y="${y(task) + 21}" class="then">${then}</text>`
  })
  const times = steps.map(({ when }, i) => {
    const isNew = i === 0 || steps[i - 1]?.when !== when
    return isNew ? `<text x="${x(i) + 4}" y="26" class="time">${when} ms</text>` : ''
  })
  const title = 'Three tasks on one loop'
  const told = steps.map(({ task, when, then }) => `${when} ms: task ${task} runs, then ${then}`).join('; ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom}" role="img" aria-labelledby="t d">
<title id="t">${title}</title>
<desc id="d">${told}</desc>
<style>
text{font:13px system-ui,sans-serif;fill:#222}
.time{fill:#555}.then{text-anchor:middle}.name{font-weight:600}
.lane{stroke:#bbb;stroke-dasharray:3 4}
.step{fill:#dbe9ff;stroke:#3b6fc4}
.marker{fill:none;stroke:#b3400f;stroke-width:3;animation:run ${seconds}s steps(${steps.length}) infinite}
@keyframes run{to{transform:translateX(${steps.length * COLUMN}px)}}
@media (prefers-reduced-motion:reduce){.marker{animation:none;display:none}}
@media print{.marker{display:none}}
</style>
<rect width="${width}" height="${bottom}" rx="8" fill="#fff"/>
${[...rows, ...boxes, ...times.filter((text) => text !== '')].join('\n')}
<rect x="${LEFT + 1}" y="36" width="${COLUMN - 2}" height="${lanes.length * ROW + 6}" rx="6" class="marker"/>
</svg>
`
}
