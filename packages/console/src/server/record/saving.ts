/** When a running recording is saved by itself: on a long block, and when the program says that it ends. */

import { SAVED } from '../../link/cells.ts'
import type { StartData } from '../../link/start.ts'
import { placeText } from '../../text/place-text.ts'
import { type Blocks, uptime } from '../block/blocks.ts'
import type { Pictures } from '../picture/pictures.ts'
import type { ProgramLink } from '../program/program-link.ts'
import type { Recorder } from './recorder.ts'
import type { Recordings } from './recordings.ts'

/** Blocks become events, and a long one has the recording saved while it lasts. */
export function recordBlocks(blocks: Blocks, recorder: Recorder, recordings: Recordings): void {
  blocks.listeners.push({
    long: (task, ms) => {
      const by = task === 0 ? 'code outside of tasks' : `task '${recorder.tasks.get(task).name}'`
      const path = recordings.saveNowAndThen(`the loop has been blocked for ${Math.round(ms)} ms by ${by}`)
      if (path !== undefined) tell(`the loop is blocked: a recording was saved as ${path}`)
    },
    ended: ({ from, until, taskId, stack: [inner] }) => {
      const place = inner === undefined ? '' : placeText(inner)
      recorder.add({ kind: 'blocked', at: from, to: until ?? uptime(), task: taskId, place })
    },
  })
}

/** The program's thread waits until it is saved. */
export function saveOnRequest(
  { cells }: StartData,
  link: ProgramLink,
  pictures: Pictures,
  recordings: Recordings,
): void {
  link.onSave = ({ why, columns, summary }) => {
    try {
      if (summary !== null) pictures.set(columns, summary)
      const saved = recordings.save(why)
      tell('path' in saved ? `a recording was saved as ${saved.path}` : saved.why)
    } finally {
      Atomics.add(cells, SAVED, 1)
      Atomics.notify(cells, SAVED)
    }
  }
}

/**
 * The standard error of a worker goes through the program's thread, which may be blocked: then it comes
 * later.
 */
function tell(text: string): void {
  process.stderr.write(`acoro console: ${text}\n`)
}
