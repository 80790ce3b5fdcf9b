/**
 * Tells other tools what happens, by `diagnostics_channel`: `acoro:task:created`, `acoro:task:finished` and
 * `acoro:loop:blocked`. A channel that nobody listens to costs one comparison a task, and none a step.
 */

import { channel } from 'node:diagnostics_channel'
import type { Task } from '@acoro/core'
import { type TaskHook, taskFacts, taskNumber } from '@acoro/core/lowlevel'
import type { BlockEnded } from '../link/messages.ts'
import { functionName } from './function-name.ts'

const created = channel('acoro:task:created')
const finished = channel('acoro:task:finished')
const blocked = channel('acoro:loop:blocked')

/** For each loop, beside the hook of the console. */
export const channelHook: TaskHook = {
  taskCreated(task: Task<unknown>): void {
    if (!created.hasSubscribers) return
    const { number, name, parent, group } = taskFacts(task)
    created.publish({ task, id: number, name, work: functionName(task), parent, group })
  },
  taskFinished(task: Task<unknown>): void {
    if (!finished.hasSubscribers) return
    const { state } = taskFacts(task)
    finished.publish({
      task,
      id: taskNumber(task),
      name: task.name,
      work: functionName(task),
      outcome: state,
    })
  },
}

/** A block has ended: the loop runs again, so its listeners can hear of it. */
export function publishBlocked({ blocked: block }: BlockEnded): void {
  if (blocked.hasSubscribers) blocked.publish(block)
}
