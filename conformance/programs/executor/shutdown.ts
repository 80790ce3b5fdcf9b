// After the default executor was shut down it takes nothing more

import { getRunningLoop } from '@acoro/core'
import { attempt, InlineExecutor, trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  loop.setDefaultExecutor(new InlineExecutor())
  trace(yield* loop.runInExecutor(null, () => 'value'))
  yield* loop.shutdownDefaultExecutor()
  attempt('afterwards', () => loop.runInExecutor(null, () => 'never'))
}
