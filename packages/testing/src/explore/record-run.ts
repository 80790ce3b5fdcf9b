/**
 * Records what happens on a virtual loop, to be stepped through afterwards, forward and back.
 *
 * Virtual runs are the same each time, so the recording holds no state of the program: only what each step
 * changed in tasks and primitives, in words.
 */

import { RuntimeError } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { ArgumentLabels } from './report/argument-labels.ts'
import { writeRecording } from './report/files.ts'
import { Names } from './report/names.ts'
import { openCommand } from './report/open-command.ts'
import type { OrderFile } from './report/order-file.ts'
import { Recorder } from './report/recorder.ts'

export interface RecordOptions {
  /** What to call the program in the recording; 'a run' by default. */
  program?: string | undefined
}

/** A recording under way. Disposing ends it. */
export class RunRecording implements Disposable {
  readonly #loop: VirtualLoop
  readonly #program: string
  readonly #labels = new ArgumentLabels()
  readonly #recorder: Recorder
  #failed: { readonly error: unknown } | null = null
  #isOver = false

  /** @internal */
  constructor(loop: VirtualLoop, { program = 'a run' }: RecordOptions) {
    this.#loop = loop
    this.#program = program
    const recorder = new Recorder(loop, new Names(loop, this.#labels), false)
    this.#recorder = recorder
    loop._queue.before = (next) => recorder.stepped(next)
  }

  /** Notes what the run failed with: the recording says it, and the line that threw it. */
  failed(error: unknown): void {
    this.#failed = { error }
  }

  /** Ends the recording and returns it. A second call returns the same. */
  end(): OrderFile {
    if (!this.#isOver) {
      this.#isOver = true
      this.#recorder.ended()
      this.#labels[Symbol.dispose]()
      this.#loop._queue.before = null
    }
    return this.#recorder.file({ program: this.#program, replay: null, note: '', failed: this.#failed })
  }

  /**
   * Ends the recording and writes it to a file, as JSON. Returns the command that opens it. Throws what the
   * file system throws.
   */
  write(path: string): string {
    if (typeof path !== 'string' || path === '')
      throw new TypeError(`Expected the path of a file, got ${describeValue(path)}`)
    writeRecording(this.end(), path)
    return openCommand(path)
  }

  [Symbol.dispose](): void {
    this.end()
  }
}

/**
 * Records what happens on `loop` from now on: each step, who was ready, why it was this one, and what changed
 * in tasks, locks and queues. The first 1,000 steps are kept. To look at every step is slow, so it is for a
 * run that somebody wants to see. RuntimeError if the loop is recorded or explored already.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 *
 * const loop = new VirtualLoop()
 * const recording = recordRun(loop, { program: 'nap' })
 * loop.runSync(function* nap() {
 *   yield* sleep(10)
 * })
 * const { steps } = recording.end()
 * steps.map(({ at }) => at) // => [0, 10, 10]
 * steps[1]?.what // => 'the sleep of task 1 (nap) ends'
 * ```
 */
export function recordRun(loop: VirtualLoop, options: RecordOptions = {}): RunRecording {
  if (!(loop instanceof VirtualLoop))
    throw new TypeError(`Expected a VirtualLoop, got ${describeValue(loop)}`)
  checkOptions(options, 'recordRun()', { program: 'string' })
  if (loop._queue.before !== null)
    throw new RuntimeError('This loop is recorded or explored already: end that first')
  return new RunRecording(loop, options)
}
