// Synchronisation.

import type { Row } from './row.ts'

export const sync: readonly Row[] = [
  { id: '2.3 loop binding', name: 'a primitive belongs to one loop' },
  { id: '2.3 Lock', name: 'Lock' },
  { id: '2.3 Event', name: 'Event' },
  { id: '2.3 Condition', name: 'Condition' },
  { id: '2.3 Semaphore', name: 'Semaphore' },
  { id: '2.3 BoundedSemaphore', name: 'BoundedSemaphore' },
  { id: '2.3 Barrier', name: 'Barrier' },
  { id: '2.3 Queue', name: 'Queue' },
  { id: '2.3 task_done/join', name: 'task_done, join' },
  { id: '2.3 shutdown', name: 'shutdown' },
  { id: '2.3 PriorityQueue/LifoQueue', name: 'PriorityQueue, LifoQueue' },
  { id: '2.3 subclass hooks', name: '_init, _put, _get for a queue of one’s own' },
]
