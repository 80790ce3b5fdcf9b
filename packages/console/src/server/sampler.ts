/** Adds a point to the history every second. Nothing is asked of the program's thread for it. */

import { type Blocks, uptime } from './block/blocks.ts'
import type { History } from './picture/history.ts'
import type { Pictures } from './picture/pictures.ts'
import type { Recorder } from './record/recorder.ts'

/** The ms between two points. */
const EVERY = 1000

export function sampleInto(history: History, blocks: Blocks, pictures: Pictures, recorder: Recorder): void {
  let before = { at: uptime(), steps: blocks.steps }
  setInterval(() => {
    const at = uptime()
    const { steps } = blocks
    const { at: pictureAt, counts, summary } = pictures.last
    const isFresh = pictureAt !== null && at - pictureAt < 2 * EVERY
    const point = {
      at,
      lag: isFresh ? Math.max(0, ...summary.loops.map(({ lag }) => lag ?? 0)) : null,
      stepsPerSecond: (((steps - before.steps) >>> 0) * 1000) / Math.max(1, at - before.at),
      utilization: isFresh ? summary.utilization : null,
      heap: isFresh ? summary.heap : null,
      tasks: isFresh ? counts.tasks : null,
    }
    history.add(point)
    if (recorder.since !== null) recorder.add({ kind: 'sample', ...point })
    before = { at, steps }
  }, EVERY)
}
