// only on server: streams are those of Node

import { run, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { Simulation } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'

const wait = () => sleep(10)
const withA = (): Simulation => {
  const sim = new Simulation()
  sim.host('a', wait)
  return sim
}

describe('a mistake in the set-up of a simulation', () => {
  it.each([
    [
      'a clock skew that is no number',
      () => new Simulation({ clockSkew: '1 s' as never }),
      'Expected the option clockSkew of Simulation() to be ms, or a range of ms, got the string "1 s"',
    ],
    [
      'a range the wrong way round',
      () => withA().host('b', wait, { clockSkew: [5, -5] }),
      'Expected the option clockSkew of host() to be a range, the least and the most, got [5, -5]',
    ],
    [
      'a clock skew without end',
      () => withA().host('b', wait, { clockSkew: Infinity }),
      'Expected the option clockSkew of host() to be finite ms, got Infinity',
    ],
    [
      'a disk that never syncs',
      () => new Simulation({ syncTime: Infinity }),
      'Expected the option syncTime of Simulation() to be 0 ms or more and finite, got Infinity',
    ],
    [
      'a share above 1',
      () => new Simulation({ duplicate: 2 }),
      'Expected the option duplicate of Simulation() to be a number from 0 to below 1, got 2',
    ],
    [
      'a name twice',
      () => withA().client('a', wait),
      'Expected the name of a new client, got the string "a", which there is already',
    ],
    ['no name', () => withA().host('', wait), 'Expected the name of a host, got the string ""'],
    [
      'no program',
      () => withA().host('b', undefined as never),
      'Expected the program of the host, a function, got undefined',
    ],
    [
      'an unknown host',
      () => withA().mayCrash('b'),
      'Expected the name of a host of this simulation, got the string "b"',
    ],
    [
      'a partition from an unknown host',
      () => withA().partition('a', 'b'),
      'Expected the name of a host of this simulation, got the string "b"',
    ],
    [
      'a downtime below 0',
      () => withA().mayCrash('a', { downtime: -1 }),
      'Expected the option downtime of mayCrash() to be 0 ms or more, got -1',
    ],
    [
      'a crash before the run',
      () => withA().crash('a'),
      'crash() needs a Simulation that runs: call it while run() is awaited',
    ],
  ])('%s', (_what, mistake, message) => {
    expect(mistake).toThrow(message)
  })
})

describe('a mistake that a run finds', () => {
  const errorOf = (make: () => Simulation) => () => new VirtualLoop().runSync(() => make().run())

  it('no clients', () => {
    expect(errorOf(withA)).toThrow('A Simulation needs a client(): run() waits until all clients have ended')
  })

  it('a program that is no coroutine', () => {
    const make = () => {
      const sim = new Simulation()
      sim.client('a', (() => 7) as never)
      return sim
    }
    expect(errorOf(make)).toThrow(
      'Expected the program of a to return a coroutine (function*), got the number 7',
    )
  })

  it('a program that throws before it begins', () => {
    const make = () => {
      const sim = withA()
      sim.client('b', () => {
        throw new Error('no config')
      })
      return sim
    }
    expect(errorOf(make)).toThrow('no config')
  })

  it('a second run', () => {
    const sim = new Simulation()
    sim.client('a', wait)
    const twice = function* () {
      yield* sim.run()
      yield* sim.run()
    }
    expect(() => new VirtualLoop().runSync(twice)).toThrow(
      'A Simulation can run once: make a new one, with new hosts',
    )
    expect(() => sim.client('b', wait)).toThrow('A client cannot be added to a Simulation that is over')
  })

  it('two simulations on one loop', () => {
    const nested = () => {
      const sim = new Simulation()
      sim.client('a', function* () {
        const inner = new Simulation()
        inner.client('a', wait)
        yield* inner.run()
      })
      return sim
    }
    expect(errorOf(nested)).toThrow(
      'Another Simulation runs on this loop: all hosts of a test belong into one',
    )
  })

  it('a real clock', async () => {
    const sim = new Simulation()
    sim.client('a', wait)
    await expect(run(sim.run())).rejects.toThrow(
      'A Simulation needs a virtual clock: explore(options, main), or new VirtualLoop().runSync(main)',
    )
  })
})
