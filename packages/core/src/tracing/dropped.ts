/**
 * What a task took, and dropped before it was given back: a permit, for example. Nobody can give it back
 * then.
 *
 * A task that still runs may give it back in another way, as by `lock.release()`. So it is told when the
 * object was collected, its task has ended, and it is still not given back. As for coroutines (unawaited.ts),
 * only the first of each owner are watched, while the program is new: a line that forgets does so at once.
 */

import type { AnyTask, EventLoop } from '../base/above.ts'
import { Ref, Registry } from '../base/collected.ts'
import { makesExamples } from '../current/living.ts'
import { state } from '../current/state.ts'
import { placeOf, tell } from './debug.ts'
import { home as core } from './machinery.ts'
import { linesOf, placeIn } from './stack-text.ts'

/** So many of each owner are watched, and so many of all are looked at. */
const FIRST = 3
let looks = 1000
const seen = new WeakMap<object, number>()

interface Holding {
  readonly task: WeakRef<AnyTask>
  readonly loop: WeakRef<EventLoop>
  /** The text of the warning; undefined if it was given back. */
  readonly says: () => string | undefined
  readonly taken: string
  /** Was seen to be dropped at the last collection. The owner may only have been collected after that. */
  seen: boolean
}

const dropped = new Registry<Holding>((holding) => {
  if (holding.seen && holding.task.deref()?.done() !== false) report(holding)
  else {
    // Looks again after the next collection.
    holding.seen = true
    dropped.register({}, holding)
  }
})

/** For libraries: should the next thing that the current task takes of `owner` be watched? */
export function watchesTaken(owner: object): boolean {
  if (looks === 0 || state.task === null || makesExamples()) return false
  looks--
  const times = seen.get(owner) ?? 0
  if (times === FIRST) return false
  seen.set(owner, times + 1)
  return true
}

/**
 * For libraries: watches whether the current task drops `taken`. `says` returns what was dropped and the
 * cure, or undefined if it was given back. It must hold neither `taken` nor its owner.
 */
export function watchTaken(taken: object, says: () => string | undefined): void {
  const { task, loop } = state
  if (task === null || loop === null) return
  dropped.register(taken, {
    task: new Ref(task),
    loop: new Ref(loop as EventLoop),
    says,
    taken: outside(placeOf(watchTaken)),
    seen: false,
  })
}

/** A stack without the lines on top of the library that called, whose helpers lie in its folder `base`. */
function outside(stack: string): string {
  const lines = linesOf(stack)
  const home = lines.flatMap(placeIn)[0]?.file?.replace(/(?:base[/\\])?[^/\\]*$/, '') ?? ''
  const first = lines.findIndex((line) => ![home, core()].some((folder) => line.includes(folder)))
  return lines.slice(Math.max(first, 0)).join('\n')
}

function report({ says, loop, taken }: Holding): void {
  const text = says()
  if (text !== undefined)
    tell(loop.deref() ?? null, 'DroppedPermitWarning', `${text}. It was taken\n${taken}`)
}
