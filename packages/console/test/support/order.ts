/** A failing order: two deposits under a lock, and an audit that comes too early. */

import type { OrderChoice, OrderFile, OrderStep } from '../../src/protocol/order.ts'

const lock = (waiting: string, holders: readonly number[]) => ({
  primitive: 0,
  statistics: [
    ['locked', String(holders.length > 0)],
    ['waiting', waiting],
  ] as const,
  holders,
})

/** A step after which only its task is ready. */
export function orderStep(task: number, what: string, more: Partial<OrderStep>): OrderStep {
  return {
    at: 0,
    what,
    task,
    place: null,
    after: null,
    ready: [task],
    moreReady: 0,
    why: 'nothing else was ready',
    choice: null,
    tasks: [],
    primitives: [],
    ...more,
  }
}

export function sampleOrder(more: Partial<OrderFile> = {}): OrderFile {
  const chosen: OrderChoice = {
    kind: 'timer',
    candidates: ['the sleep of task 1 ends', 'the sleep of audit ends'],
    picked: 1,
  }
  return {
    format: 'acoro-order',
    version: 1,
    program: 'transfer',
    error: 'Error: the audit found 110\nexpected 130',
    failedAt: 'src/bank.ts:31',
    replay: "replay('1w1/3', transfer)",
    note: 'Every order fails in this way.',
    tasks: [
      { name: 'main', parent: null },
      { name: 'task 1 (deposit(10))', parent: 0 },
      { name: 'task 2 (deposit(20))', parent: 0 },
      { name: 'audit', parent: 0 },
    ],
    primitives: [{ kind: 'Lock', name: 'accounts' }],
    steps: [
      orderStep(1, 'task 1 (deposit(10))', {
        place: 'src/bank.ts:12',
        after: 'waits for a sleep of 10 ms',
        ready: [1, 2, 3],
        why: 'first come, first served',
        tasks: [{ task: 1, state: 'waiting', text: 'a sleep of 10 ms' }],
        primitives: [lock('0', [1])],
      }),
      orderStep(2, 'task 2 (deposit(20))', {
        place: 'src/bank.ts:12',
        after: 'waits for Lock.acquire on accounts',
        ready: [2, 3],
        moreReady: 4,
        tasks: [{ task: 2, state: 'waiting', text: 'Lock.acquire on accounts' }],
        primitives: [lock('1', [1])],
      }),
      orderStep(3, 'audit', {
        at: 10,
        place: 'src/bank.ts:30',
        after: 'throws Error: the audit found 110',
        ready: [],
        why: 'nothing is ready, and the order lets this timer be the first',
        choice: chosen,
        tasks: [{ task: 3, state: 'failed', text: 'Error: the audit found 110' }],
      }),
    ],
    more: 2,
    ...more,
  }
}
