// A future of a closed loop cannot be settled where somebody waits for it

import { attempt, newLoop, trace } from '../../harness/trace.ts'

export function main() {
  const closed = newLoop()
  const watched = closed.createFuture<number>()
  watched.addDoneCallback(() => trace('never'))
  const unwatched = closed.createFuture<number>()
  closed.close()
  attempt('watched', () => watched.setResult(1))
  attempt('unwatched', () => unwatched.setResult(1))
  trace(unwatched.result())
}
