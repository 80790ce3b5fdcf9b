// What runs in the page: each scenario is called by page.test.ts, and returns its story.

import { on } from '@acoro/compat'
import {
  type Awaitable,
  asyncFor,
  createTask,
  getRunningLoop,
  isCancelledError,
  run,
  type Suspension,
  sleep,
  throwIfCancelled,
  timeout,
  toThread,
} from '@acoro/core'
import { frame, idle, LatestTask, visible, WebWorkerExecutor, workerFunctions } from '@acoro/web/page'
import { type UsedTask, useTask } from '@acoro/web/react'
import { type ReactNode, StrictMode, Suspense, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { jobs } from './worker-jobs.ts'

type Steps<T = void> = Generator<Suspension, T, unknown>

const log: string[] = []

/** Resolves when the log has `count` lines. */
async function lines(count: number): Promise<void> {
  while (log.length < count) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Some turns of the page in which nothing must happen. */
async function aWhile(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Work that tells how it fares. `release` lets it go on; a `finally` waits for `clean`. */
function work(name: string) {
  const gate = withResolvers<string>()
  const cleaned = withResolvers<void>()
  function* steps(): Steps<string> {
    log.push(`${name} begins`)
    try {
      return (yield* waitFor(gate.promise)) as string
    } catch (error) {
      if (isCancelledError(error)) log.push(`${name} is cancelled`)
      throw error
    } finally {
      if (slow.has(name)) yield* waitFor(cleaned.promise)
      log.push(`${name} ends`)
    }
  }
  return { steps, give: gate.resolve, fail: gate.reject, clean: cleaned.resolve }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((...settle) => {
    ;[resolve, reject] = settle
  })
  return { promise, resolve, reject }
}

const slow = new Set<string>()

function* waitFor(promise: Promise<unknown>): Steps<unknown> {
  let settled = false
  let value: unknown
  let error: unknown
  let failed = false
  promise.then(
    (result) => {
      settled = true
      value = result
    },
    (reason) => {
      settled = failed = true
      error = reason
    },
  )
  while (!settled) yield* sleep(1)
  if (failed) throw error
  return value
}

function* nameOf(awaitable: Awaitable<unknown>): Steps<string> {
  try {
    yield* awaitable
  } catch (error) {
    throwIfCancelled(error)
    return (error as Error).name
  }
  return 'none'
}

function mount(node: ReactNode): {
  show: (node: ReactNode) => void
  unmount: () => void
  text: () => string
} {
  const div = document.createElement('div')
  document.body.append(div)
  const root = createRoot(div)
  const show = (shown: ReactNode): void => flushSync(() => root.render(shown))
  show(node)
  return { show, unmount: () => flushSync(() => root.unmount()), text: () => div.textContent ?? '' }
}

let used: UsedTask<unknown>

interface ShowProps {
  of: () => Steps<unknown>
  id?: number
  waits?: boolean
}

function Show({ of, id = 0, waits = false }: ShowProps): ReactNode {
  used = useTask(of, [id], { waits })
  const { status, value, error } = used
  return `${status} ${value ?? '-'} ${error ?? '-'}`
}

const scenarios: Record<string, () => Promise<unknown>> = {
  async 'a result, a failure, and another try'() {
    const [first, second] = [work('first'), work('second')]
    let turn = first
    const view = mount(<Show of={() => turn.steps()} />)
    const seen = [view.text()]
    await lines(1)
    first.fail(new Error('broken'))
    await lines(2)
    await aWhile()
    seen.push(view.text())
    turn = second
    used.restart()
    await lines(3)
    await aWhile()
    seen.push(view.text())
    second.give('fine')
    await lines(4)
    await aWhile()
    seen.push(view.text())
    view.unmount()
    used.restart()
    await aWhile()
    return [seen, log]
  },

  async 'StrictMode: the task of the first run never begins'() {
    const made = [work('first'), work('second')]
    let count = 0
    const of = (): Steps<string> => made[count++]!.steps()
    const view = mount(
      <StrictMode>
        <Show of={of} />
      </StrictMode>,
    )
    await aWhile()
    for (const { give } of made) give('value')
    await aWhile()
    return [view.text(), log, count]
  },

  async 'unmounting cancels, and a result in the same tick is dropped'() {
    const task = work('task')
    const view = mount(<Show of={task.steps} />)
    await lines(1)
    task.give('late')
    view.unmount()
    await lines(2)
    await aWhile()
    return log
  },

  async 'the latest wins'() {
    const made = [work('0'), work('1')]
    const view = mount(<Show of={made[0]!.steps} id={0} />)
    await lines(1)
    view.show(<Show of={made[1]!.steps} id={1} />)
    made[1]!.give('new')
    await lines(5)
    made[0]!.give('old')
    await aWhile()
    return [view.text(), log]
  },

  async 'with `waits` the next one begins after the finally of the old one'() {
    slow.add('old')
    const made = [work('old'), work('new')]
    const view = mount(<Show of={made[0]!.steps} id={0} waits />)
    await lines(1)
    view.show(<Show of={made[1]!.steps} id={1} waits />)
    await lines(2)
    await aWhile()
    log.push('cleaning')
    made[0]!.clean()
    await lines(5)
    made[1]!.give('value')
    await lines(6)
    await aWhile()
    return [view.text(), log]
  },

  async 'Suspense: what never mounted has started nothing; what is hidden goes on'() {
    const task = work('task')
    const never = new Promise<never>(() => {})
    function Suspends(): ReactNode {
      useTask(task.steps, [])
      throw never
    }
    const view = mount(
      <Suspense fallback="waiting">
        <Suspends />
      </Suspense>,
    )
    await aWhile()
    const before = [view.text(), ...log]
    view.unmount()
    await aWhile()
    return [before, log]
  },

  async 'cancel() shows idle, and a new render does not begin again'() {
    const task = work('task')
    let again = (): void => {}
    function Twice(): ReactNode {
      const [n, set] = useState(0)
      again = () => flushSync(() => set(n + 1))
      return <Show of={task.steps} />
    }
    const view = mount(<Twice />)
    await lines(1)
    flushSync(() => used.cancel())
    const text = view.text()
    again()
    await lines(3)
    await aWhile()
    return [text, view.text(), log]
  },

  async 'LatestTask: what an old one throws in its end is not shown'() {
    const states: string[] = []
    const latest = new LatestTask<string>(({ status, value }) => states.push(`${status} ${value}`))
    latest.start(function* () {
      yield* sleep(5)
      return 'old'
    })
    latest.cancel()
    latest.start(function* () {
      yield* sleep(1)
      return 'new'
    })
    while (latest.state.status !== 'done') await aWhile()
    latest.cancel()
    return [states, latest.state]
  },

  async 'idle, frame, visible'() {
    return run(function* (): Steps<unknown> {
      const time = yield* idle({ timeout: 1000 })
      const before = yield* frame()
      const after = yield* frame()
      yield* visible()
      const far = document.createElement('p')
      far.style.cssText = 'margin-top: 5000px; height: 10px'
      document.body.append(far)
      const hidden = yield* nameOf(timeout(30, visible(far)))
      far.scrollIntoView()
      yield* visible(far)
      return [typeof time.timeRemaining(), after >= before, hidden]
    })
  },

  async 'Web Workers run jobs beside the page, and end with them'() {
    const { count, fail, hold, spin } = workerFunctions<typeof jobs>()
    const { makeWorker } = globalThis as unknown as { makeWorker: () => Worker }
    return run(function* (): Steps<unknown> {
      const pool = new WebWorkerExecutor(makeWorker, { maxWorkers: 1, gracePeriod: 10 })
      getRunningLoop().setDefaultExecutor(pool)
      let turns = 0
      const ticking = createTask(
        (function* (): Steps {
          for (;;) {
            yield* sleep(1)
            turns++
          }
        })() as never,
      )
      const sum = yield* toThread(count, 20_000_000)
      ticking.cancel()
      const name = yield* nameOf(toThread(fail))
      const held = createTask(toThread(hold))
      yield* sleep(5)
      held.cancel()
      const after = yield* toThread(count, 3)
      const spinning = createTask(toThread(spin))
      yield* sleep(5)
      spinning.cancel()
      // In the next worker: the one that computes for ever was ended.
      const last = yield* toThread(count, 4)
      return [sum, turns > 0, name, held.cancelled(), after, spinning.cancelled(), last]
    })
  },

  async 'a Web Worker whose module fails to load is an error by name'() {
    return run(function* (): Steps<unknown> {
      const broken = () => new Worker(URL.createObjectURL(new Blob(['no('])))
      getRunningLoop().setDefaultExecutor(new WebWorkerExecutor(broken))
      return yield* nameOf(toThread(workerFunctions<typeof jobs>().fail))
    })
  },

  async 'events of the page are a source'() {
    const button = document.createElement('button')
    document.body.append(button)
    return run(function* (): Steps<unknown> {
      const clicks = on<MouseEvent>(button, 'click')
      button.click()
      button.click()
      let count = 0
      yield* asyncFor(clicks, function* ([event]) {
        log.push(event.type)
        return ++count < 2
      })
      button.click()
      return log
    })
  },
}

Object.assign(globalThis, {
  scenario: async (name: string) => {
    log.length = 0
    slow.clear()
    document.body.replaceChildren()
    return scenarios[name]!()
  },
  names: Object.keys(scenarios),
})
