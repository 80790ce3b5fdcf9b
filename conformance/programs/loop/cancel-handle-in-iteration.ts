// A handle cancelled by an earlier one of the same iteration is skipped

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const handles: { cancel(): void }[] = []
  loop.callSoon(() => {
    for (const handle of handles) handle.cancel()
  })
  handles.push(loop.callSoon(trace, 'never'))
  handles.push(loop.callLater(0, trace, 'never either'))
  loop.callSoon(trace, 'still')
  yield* sleep(5)
}
