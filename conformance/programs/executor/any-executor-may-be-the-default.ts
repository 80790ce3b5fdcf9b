// What is to be the default executor has to be one

import { type Executor, getRunningLoop } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

const own = { submit() {}, *shutdown() {} } as unknown as Executor

export function* main() {
  const loop = getRunningLoop()
  attempt('an object', () => loop.setDefaultExecutor({} as Executor))
  attempt('an executor of another kind', () => loop.setDefaultExecutor(own))
}
