// looks inside: the player is no part of the public API

import { describe, expect, test } from 'vitest'
import { OrderPlayer } from '../../src/order/order-player.ts'
import { readOrder } from '../../src/order/read-order.ts'
import type { OrderFile, OrderStep } from '../../src/protocol/order.ts'
import { orderStep } from '../support/order.ts'

const step = (task: number, more: Partial<OrderStep> = {}): OrderStep =>
  orderStep(task, `task ${task}`, { tasks: [{ task, state: 'waiting', text: `wait ${task}` }], ...more })

const order = (steps: readonly OrderStep[], tasks = 3): OrderFile => ({
  format: 'acoro-order',
  version: 1,
  program: 'main',
  error: 'Error: lost',
  failedAt: 'bank.ts:12',
  replay: "replay('1t1/2', main)",
  note: '',
  tasks: Array.from({ length: tasks }, (_, n) => ({ name: `task ${n}`, parent: n === 0 ? null : 0 })),
  primitives: [{ kind: 'Lock', name: 'accounts' }],
  steps,
  more: 0,
})

const choice = (picked: number) => ({ kind: 'task', candidates: ['task 0', 'task 1'], picked })

describe('the player of an order', () => {
  test('adds up what the steps changed, forward and back', () => {
    const lock = (holders: number[]) => ({ primitive: 0, statistics: [['waiting', '0']] as const, holders })
    const player = new OrderPlayer(
      order([
        step(0, { primitives: [lock([0])] }),
        step(1),
        step(0, { tasks: [{ task: 0, state: 'returned', text: null }], primitives: [lock([])] }),
      ]),
    )
    const seen = () =>
      [...player.state.tasks.values()]
        .map(({ task, state }) => `${task} ${state}`)
        .concat([...player.state.primitives.values()].map(({ holders }) => `held by ${holders}`))
    expect([player.state.index, player.state.last, seen()]).toEqual([0, null, []])
    player.forward()
    const first = player.state
    expect(seen()).toEqual(['0 waiting', 'held by 0'])
    player.forward()
    player.forward()
    expect(seen()).toEqual(['0 returned', '1 waiting', 'held by '])
    expect([player.state.next, player.forward().index]).toEqual([null, 3])
    player.back()
    expect(seen()).toEqual(['0 waiting', '1 waiting', 'held by 0'])
    player.goTo(-Infinity)
    expect([player.state.index, player.back().index, seen()]).toEqual([0, 0, []])
    // A state that was handed out stays what it was.
    expect([...first.tasks.keys()]).toEqual([0])
    expect(player.goTo(Infinity).index).toBe(3)
    expect(player.goTo(Number.NaN).index).toBe(0)
  })

  test('goes to the choices that differ from the loop’s own, and to the ends where there are none', () => {
    const player = new OrderPlayer(
      order([
        step(0),
        step(1, { choice: choice(0) }),
        step(1, { choice: choice(1) }),
        step(0),
        step(1, { choice: choice(1) }),
      ]),
    )
    expect([player.nextChoice().index, player.nextChoice().index, player.nextChoice().index]).toEqual([
      2, 4, 5,
    ])
    expect([
      player.previousChoice().index,
      player.previousChoice().index,
      player.previousChoice().index,
    ]).toEqual([4, 2, 0])
  })

  test('stands anywhere in a long run as if it had gone there step by step', () => {
    const steps = Array.from({ length: 500 }, (_, n) =>
      step(n % 3, { tasks: [{ task: n % 3, state: 'waiting', text: `${n}` }] }),
    )
    const player = new OrderPlayer(order(steps))
    const texts = () => [...player.state.tasks.values()].map(({ text }) => text)
    for (const index of [499, 3, 250, 251, 249, 100, 500, 150]) {
      player.goTo(index)
      const last = [index - 3, index - 2, index - 1].map(String)
      expect(texts().sort((a, b) => Number(a) - Number(b))).toEqual(last)
    }
  })
})

describe('the file of an order', () => {
  const text = (change: (file: Record<string, unknown>) => void) => {
    const file = JSON.parse(JSON.stringify(order([step(0, { choice: choice(1) })])))
    change(file)
    return JSON.stringify(file)
  }

  test('is read as it was written, but for what nobody knows', () => {
    const file = order([step(0, { choice: choice(1) })])
    expect(readOrder(JSON.stringify({ ...file, later: 1 }))).toEqual(file)
  })

  test('has its texts escaped and cut', () => {
    const read = readOrder(
      text((file) => {
        file.program = `\u202e<b>\u0007${'x'.repeat(300)}`
        file.error = 'Error: \u001b[2J\nsecond line'
      }),
    )
    expect(read.program).toMatch(/^\\u\{202e\}<b>\\u\{7\}x+… \(305 characters\)$/)
    expect(read.error).toBe('Error: \\u{1b}[2J\nsecond line')
  })

  test('is refused by the name of what is wrong', () => {
    const refused = (change: (file: Record<string, unknown>) => void) => () => readOrder(text(change))
    const first = (file: Record<string, unknown>) =>
      (file.steps as Record<string, unknown>[])[0] as Record<string, unknown>
    expect(() => readOrder('{')).toThrow(/^Expected the file of an order, as JSON: SyntaxError/)
    expect(() => readOrder('[]')).toThrow('Expected the file of the order to be an object, got a list')
    expect(() => readOrder('{}')).toThrow('with "format": "acoro-order", got another one')
    expect(refused((file) => Object.assign(file, { version: '1' }))).toThrow('in version 1, got version 1')
    expect(refused((file) => Object.assign(file, { tasks: {} }))).toThrow(
      'Expected tasks of the order to be a list, got an object',
    )
    expect(refused((file) => Object.assign(file, { tasks: Array(10_001).fill(0) }))).toThrow(
      'at most 10000 entries',
    )
    expect(refused((file) => Object.assign(first(file), { task: 3 }))).toThrow(
      'Expected steps[0].task of the order to be an index below 3, got 3',
    )
    expect(refused((file) => Object.assign(first(file), { ready: [-1] }))).toThrow('steps[0].ready')
    expect(refused((file) => delete first(file).choice)).toThrow(
      'Expected steps[0].choice of the order to be an object, got nothing',
    )
    expect(refused((file) => Object.assign(first(file), { choice: { ...choice(2) } }))).toThrow(
      'steps[0].choice.picked',
    )
    expect(
      refused((file) => Object.assign(first(file), { tasks: [{ task: 0, state: 'asleep', text: null }] })),
    ).toThrow('to be one of ready, waiting, returned, failed, cancelled, got "asleep"')
    expect(refused((file) => Object.assign(first(file), { at: null }))).toThrow(
      'steps[0].at of the order to be a number, got null',
    )
  })

  test('cannot reach the prototypes of objects', () => {
    const read = readOrder(text((file) => Object.assign(file, { later: 1 })).replace('later', '__proto__'))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })
})
