// currentTask and allTasks need a running loop

import { allTasks, currentTask } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt } from '../../harness/trace.ts'

export function main(loop: VirtualLoop) {
  attempt('currentTask', () => currentTask())
  attempt('allTasks', () => allTasks())
  attempt('currentTask of a loop', () => currentTask(loop))
  attempt('allTasks of a loop', () => allTasks(loop))
}
