/** From an order that fails to its report: the simplest order, what happens under it, and the page. */

import { describeError } from '../base/text.ts'
import type { VirtualLoopOptions } from '../virtual/loop-options.ts'
import type { Explorer } from './explorer.ts'
import { ListedOrder } from './order/order.ts'
import { RandomOrder } from './order/random-order.ts'
import type { Runs } from './order/runs.ts'
import { written } from './order/written-order.ts'
import { ReportAndRecording } from './report/both.ts'
import { writeFiles } from './report/files.ts'
import { OrderError } from './report/order-error.ts'
import { shrink } from './shrink.ts'

/** How many other orders are tried, to see whether a failure depends on the order. */
const OTHERS = 20

/** The most steps of all these runs, but for the last one. */
const MOST_STEPS = 100_000

/** What a run of promises costs beside its steps: a step takes a turn of the real event loop. */
const ASYNC_RUN = 2000

export interface FoundFailure {
  readonly run: number
  readonly runs: number
  readonly choices: readonly number[]
  readonly seed: number
  readonly error: unknown
  readonly steps: number
}

/** The options that matter to a report. */
export interface ReportOptions extends VirtualLoopOptions {
  readonly lateness?: number | undefined
  readonly sameDelay?: boolean | undefined
  readonly page?: string | false | undefined
}

export function* failure(
  explorer: Explorer<unknown>,
  options: ReportOptions,
  { run, runs, choices, seed, error }: FoundFailure,
): Runs<Error> {
  const order = written(explorer.choices)
  const cost = explorer.isAsync ? ASYNC_RUN : 0
  const simplest = yield* shrink(explorer.choices, { choices, seed, error, cost })
  const always = simplest.choices.length === 0 ? yield* alwaysFails(explorer) : ''
  let both: ReportAndRecording | undefined
  const last = yield {
    order: new ListedOrder(simplest.choices, simplest.seed),
    watch: (loop) => {
      both = new ReportAndRecording(loop)
      return both
    },
  }
  const name = written(explorer.choices)
  const { report, recorder } = both as unknown as ReportAndRecording
  const { steps, more } = report
  const found = {
    run,
    runs,
    program: explorer.name,
    order,
    choices,
    simplest: name,
    isLeast: simplest.isLeast,
    always,
    options: changed(options),
    steps,
    more,
    page: undefined,
    file: undefined,
    cause: last.failed ? last.error : error,
  }
  if (options.page === false) return new OrderError(found)
  const { cause, program } = found
  const again = `replay('${name}', main${found.options})`
  const files = writeFiles(
    { program, error: describeError(cause), replay: again, run, always, steps },
    recorder.file({ program, replay: again, note: always, failed: { error: cause } }),
    options.page,
  )
  return new OrderError({ ...found, ...files })
}

/** Says that a failure comes under every order; '' if it does not. */
function* alwaysFails(explorer: Explorer<unknown>): Runs<string> {
  if (explorer.choices.made.length === 0) return 'There is only one order, so this is no race'
  let seed = 0
  for (let left = MOST_STEPS; seed < OTHERS && left > 0; ) {
    const { failed, steps } = yield { order: new RandomOrder(++seed) }
    if (!failed) return ''
    left -= steps
  }
  return `It fails under every order of ${seed + 1} that were tried, so it is hardly a race`
}

/** The options that `replay` needs, as code; '' if there are none. */
function changed({ lateness, sameDelay, epoch, stepLimit }: ReportOptions): string {
  const parts = Object.entries({ lateness, sameDelay, epoch: epoch && Number(epoch), stepLimit }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]),
  )
  return parts.length === 0 ? '' : `, { ${parts.join(', ')} }`
}
