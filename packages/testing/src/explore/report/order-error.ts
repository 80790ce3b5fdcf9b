/**
 * The error of `explore`. It holds the simplest order found that fails, what happens under it, and the order
 * that failed first. So a race found once in a thousand runs can be repeated every time.
 */

import { describeError } from '../../base/text.ts'
import { openCommand } from './open-command.ts'
import type { ReportedStep } from './report.ts'

/** How many steps the message shows. */
const MOST_SHOWN = 40

export interface OrderFailure {
  readonly run: number
  readonly runs: number
  readonly program: string
  readonly order: string
  readonly choices: readonly number[]
  readonly simplest: string
  readonly isLeast: boolean
  /** Whether it depends on the order at all, as a sentence; '' if it does. */
  readonly always: string
  /** The options for `replay`, as code. */
  readonly options: string
  readonly steps: readonly ReportedStep[]
  readonly more: number
  /** Where the page was written. */
  readonly page: string | undefined
  /** Where the recording was written. */
  readonly file: string | undefined
  readonly cause: unknown
}

/** What an OrderError holds, as JSON. */
export interface OrderReport {
  readonly program: string
  /** The name and the message of the error that the program failed with. */
  readonly error: string
  /** The call that repeats it. */
  readonly replay: string
  readonly run: number
  readonly always: string
  readonly steps: readonly ReportedStep[]
}

export class OrderError extends Error {
  static {
    Object.defineProperty(OrderError.prototype, 'name', {
      value: 'OrderError',
      configurable: true,
      writable: true,
    })
  }
  /** The order that failed first, for `replay`. */
  readonly order: string
  /** The choices of that run, as indexes among what could have been next. */
  readonly choices: readonly number[]
  /** The simplest order found that fails, too, for `replay`. */
  readonly simplest: string
  /** Whether no order with fewer choices that differ from the loop's fails; false if that was not tried. */
  readonly isLeast: boolean
  /** What happens under the simplest order, line by line. */
  readonly trace: readonly string[]
  /** The same as records. */
  readonly steps: readonly ReportedStep[]
  /** The file with the page that shows it; undefined if none was written. */
  readonly page: string | undefined
  /** The file with the recording of it, an `OrderFile` as JSON; undefined if none was written. */
  readonly file: string | undefined
  readonly #report: OrderReport

  /** @internal */
  constructor(failure: OrderFailure) {
    const { run, runs, simplest, always, options, steps, more, page, file, cause } = failure
    const trace = linesOf(steps)
    const shown = trace.slice(0, MOST_SHOWN).map((line) => `  ${line}`)
    const hidden = trace.length - shown.length + more
    if (hidden > 0) shown.push(`  … and ${hidden} steps more`)
    const replay = `replay('${simplest}', main${options})`
    const lines = [
      `Failed in run ${run} of ${runs}: ${describeError(cause)}`,
      ...(always === '' ? [] : [always]),
      `The same again: ${replay}`,
      ...(page === undefined ? [] : [`As a page: ${page}`]),
      ...(file === undefined ? [] : [`Step by step: ${openCommand(file)}`]),
      'What happens (> where it differs from first come, first served):',
      ...shown,
    ]
    super(lines.join('\n'), { cause })
    this.order = failure.order
    this.choices = failure.choices
    this.simplest = simplest
    this.isLeast = failure.isLeast
    this.trace = trace
    this.steps = steps
    this.page = page
    this.file = file
    this.#report = { program: failure.program, error: describeError(cause), replay, run, always, steps }
  }

  toJSON(): OrderReport {
    return this.#report
  }
}

/** One line a step, in columns. */
function linesOf(steps: readonly ReportedStep[]): string[] {
  const columns = steps.map(({ at, what, place, after, instead }) => [
    `${instead === undefined ? ' ' : '>'} ${Number(at.toFixed(3))} ms`,
    what,
    [after, instead === undefined ? undefined : `instead of ${instead}`]
      .filter((part) => part !== undefined)
      .join(', '),
    place ?? '',
  ])
  const widths = [0, 1, 2].map((column) =>
    Math.min(Math.max(...columns.map((cells) => (cells[column] as string).length)), 60),
  )
  return columns.map((cells) =>
    cells
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] as number) : cell))
      .join('  ')
      .trimEnd(),
  )
}
