// only on server: it is about networks, which stand on the sockets of Node

import { MemoryNetwork } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'

const network = () => {
  const net = new MemoryNetwork()
  net.host('a')
  net.host('b')
  return net
}

/** Everything that takes options, and the names it lists. */
const takers: readonly [name: string, names: string, call: (options: never) => unknown][] = [
  [
    'MemoryNetwork()',
    'latency, bandwidth, loss, duplicate, reorder, seed, window',
    (options) => new MemoryNetwork(options),
  ],
  [
    'link()',
    'latency, bandwidth, loss, duplicate, reorder, oneWay',
    (options) => network().link('a', 'b', options),
  ],
  ['partition()', 'oneWay', (options) => network().partition('a', 'b', options)],
]

describe('options of a network', () => {
  it.each(takers)('of %s that are no object are refused at the call', (name, names, call) => {
    for (const [value, shown] of [
      [null, 'null'],
      ['fast', 'the string "fast"'],
      [1000, 'the number 1000'],
      [[], 'an array of 0'],
    ] as const) {
      expect(() => call(value as never)).toThrow(
        new TypeError(`Expected the options of ${name} as an object, { ${names} }, got ${shown}`),
      )
    }
  })

  it.each<[call: () => unknown, error: Error]>([
    [
      () => new MemoryNetwork({ latency: null as never }),
      new TypeError('Expected the option latency of MemoryNetwork() in milliseconds, a number, got null'),
    ],
    [
      () => new MemoryNetwork({ latency: [1] as never }),
      new RangeError(
        'Expected the option latency of MemoryNetwork() to be a range, the least and the most, got [1]',
      ),
    ],
    [
      () => new MemoryNetwork({ latency: [1, '2'] as never }),
      new TypeError(
        'Expected each bound of the option latency of MemoryNetwork() in milliseconds, a number, got the string "2"',
      ),
    ],
    [
      () => new MemoryNetwork({ bandwidth: '1000' as never }),
      new TypeError(
        'Expected the option bandwidth of MemoryNetwork() to be a number above 0, got the string "1000"',
      ),
    ],
    [
      () => network().link('a', 'b', { loss: '0.5' as never }),
      new TypeError(
        'Expected the option loss of link() to be a number from 0 to below 1, got the string "0.5"',
      ),
    ],
    [
      () => network().link('a', 'b', undefined as never),
      new TypeError(
        'Expected the options of link() as an object, { latency, bandwidth, loss, duplicate, reorder, oneWay }, got null',
      ),
    ],
    [
      () => network().partition('a', 'b', { oneWay: 'yes' as never }),
      new TypeError('Expected the option oneWay of partition() to be true or false, got the string "yes"'),
    ],
    [
      () => network().heal('a'),
      new TypeError('Expected the names of two hosts, or none, got the string "a" and undefined'),
    ],
  ])('%s is refused, and says what was expected', (call, error) => {
    expect(call).toThrow(error)
  })
})
