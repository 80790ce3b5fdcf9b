// After the default executor was shut down it takes nothing more

import { getRunningLoop, InlineExecutor } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  loop.setDefaultExecutor(new InlineExecutor(loop))
  trace(yield* loop.runInExecutor(null, () => 'value'))
  yield* loop.shutdownDefaultExecutor()
  attempt('afterwards', () => loop.runInExecutor(null, () => 'never'))
}
