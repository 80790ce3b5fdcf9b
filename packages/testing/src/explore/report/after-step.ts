/** What a task does after a step, and what an order lets happen, in words. */

import type { Task } from '@acoro/core'
import { describeWait } from '@acoro/core/lowlevel'
import { describeError } from '../../base/text.ts'
import type { Kind } from '../order/order.ts'

/** `waits for sleep until 20 ms`, `lets others run`, `ends`, `throws Error: …`. */
export function afterStep(task: Task<unknown>): string {
  return ending(task) ?? waiting(task)
}

function ending(task: Task<unknown>): string | undefined {
  if (!task.done()) return undefined
  if (task.cancelled()) return 'ends, cancelled'
  // To ask for the exception would count as handling it.
  return task.failed()
    ? `throws ${describeError((task as unknown as { _outcome: unknown })._outcome)}`
    : 'ends'
}

function waiting(task: Task<unknown>): string {
  const text = describeWait(task)
  const at = text.indexOf(' waits for ')
  return at === -1 ? 'lets others run' : text.slice(at + 1)
}

/** What happens, and what would have happened by itself. */
export function happening(kind: Kind, what: string, drawn: number): [text: string, instead: string] {
  switch (kind) {
    case 'fault':
      return [`fault('${what}') throws`, 'nothing']
    case 'cancel':
      return [`${what} is cancelled`, 'nothing']
    case 'crash':
    case 'partition':
      return [what, 'nothing']
    case 'loss':
      return [`${what} is lost`, 'its arrival']
    case 'duplicate':
      return [`${what} arrives twice`, 'once']
    case 'reorder':
      return [`${what} is held back`, 'its turn']
    case 'disk':
      return [`${what}: ${drawn} ${drawn === 1 ? 'lasts' : 'last'}`, 'none']
    case 'skew':
      return [`${what} is ${drawn === 1 ? 'behind' : 'ahead'}`, 'right']
    default:
      return [`${what} is the ${drawn === 1 ? 'least' : 'most'}`, 'any']
  }
}
