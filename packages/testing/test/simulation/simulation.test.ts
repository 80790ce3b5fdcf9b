// only on server: streams are those of Node

import {
  coroutine,
  createTask,
  getRunningLoop,
  type Suspension,
  shield,
  sleep,
  TimeoutError,
  timeout,
  wait,
} from '@acoro/core'
import { openConnection, type StreamReader, startServer } from '@acoro/streams'
import { explore, OrderError, replay, VirtualLoop } from '@acoro/testing'
import { Simulation } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'

const line = coroutine(function* line(reader: StreamReader) {
  return new TextDecoder().decode(yield* reader.readLine()).trim()
})

/** Asks once, and returns the answer; '' if the connection ends. */
const ask = coroutine(function* ask(host: string, text: string) {
  const [reader, writer] = yield* openConnection({ host, port: 80 })
  try {
    writer.write(`${text}\n`)
    return yield* line(reader)
  } finally {
    writer.transport.abort()
  }
})

/** Answers each line by `answer`. */
const serve = coroutine(function* serve(answer: (text: string) => string) {
  const server = yield* startServer(
    function* (reader, writer) {
      writer.write(`${answer(yield* line(reader))}\n`)
      yield* writer.drain()
    },
    { port: 80 },
  )
  yield* server.serveForever()
})

type Body = (log: (text: unknown) => void) => Generator<Suspension, void>

/** Runs `body` on a virtual loop, checks that it leaves nothing, and returns what it logs, with the time. */
function logOf(body: Body): string[] {
  const lines: string[] = []
  using loop = new VirtualLoop()
  const log = (text: unknown) => void lines.push(`${loop.time()} ${text}`)
  loop.runSync(function* () {
    try {
      yield* body(log)
    } catch (error) {
      log(`${(error as Error).name}: ${(error as Error).message}`)
    }
    loop.expectNoLeaks()
  })
  expect(loop._rewind()).toBe(true)
  return lines
}

describe('run()', () => {
  it('runs hosts until the clients have ended, and then ends them', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation({ latency: 5 })
      sim.host('server', function* () {
        try {
          yield* serve((text) => `hello ${text}`)
        } finally {
          log('server ends')
        }
      })
      sim.client('client', function* () {
        log(yield* ask('server', 'ada'))
      })
      yield* sim.run()
      log('over')
    })
    expect(log).toEqual(['20 hello ada', '20 server ends', '20 over'])
  })

  it('throws what the program of a host throws, when the hosts have ended', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      sim.host('a', function* () {
        yield* sleep(10)
        throw new Error('no space left')
      })
      sim.client('b', function* () {
        try {
          yield* sleep(20)
        } finally {
          log('b ends')
        }
      })
      yield* sim.run()
    })
    expect(log).toEqual(['10 b ends', '10 Error: no space left'])
  })

  it('says which clients have not ended in time', () => {
    const log = logOf(function* () {
      const sim = new Simulation({ duration: 100 })
      sim.host('heart', function* () {
        for (;;) yield* sleep(30)
      })
      sim.client('quick', function* () {})
      sim.client('slow', function* () {
        yield* sleep(1000)
      })
      yield* sim.run()
    })
    expect(log).toEqual([
      '120 RuntimeError: The clients have not ended after 100 ms. Not done:\n' +
        "  'slow' waits for sleep until 1000 ms\n" +
        'If they need longer, say so: new Simulation({ duration })',
    ])
  })

  it('ends the hosts if it is cancelled', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      sim.client('a', function* () {
        try {
          yield* sleep(Infinity)
        } finally {
          log('a ends')
        }
      })
      const running = createTask(sim.run())
      yield* sleep(5)
      running.cancel()
      yield* wait([running])
      log(`cancelled: ${running.cancelled()}`)
    })
    expect(log).toEqual(['5 a ends', '5 cancelled: true'])
  })
})

describe('a crash', () => {
  it('keeps what the disk has synced, and nothing else', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      const host = sim.host('a', function* (disk) {
        log(`synced ${disk.get('synced')}, written ${disk.get('written')}`)
        disk.set('synced', 'value')
        yield* disk.sync()
        disk.set('written', 'value')
        yield* sleep(Infinity)
      })
      sim.client('client', function* () {
        yield* sleep(10)
        sim.crash('a')
        log(`${host}, crashes: ${host.crashes}`)
        yield* sleep(10)
        sim.restart('a')
        yield* sleep(10)
        sim.restart('a', { wipe: true })
        yield* sleep(10)
      })
      yield* sim.run()
      log(host)
    })
    expect(log).toEqual([
      '0 synced undefined, written undefined',
      '10 <SimulatedHost a down>, crashes: 1',
      '20 synced value, written undefined',
      '30 synced undefined, written undefined',
      '40 <SimulatedHost a down>',
    ])
  })

  it('ends all that the host started, before its next life begins', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      let life = 0
      sim.host('a', function* () {
        const here = ++life
        log(`${here} begins`)
        getRunningLoop().callLater(15, () => log(`the timer of ${here}`))
        createTask(
          (function* () {
            try {
              yield* sleep(Infinity)
            } finally {
              // A clean-up that would take its time.
              yield* sleep(1000)
              log(`never said by ${here}`)
            }
          })(),
        )
        try {
          yield* shield(sleep(Infinity))
        } finally {
          createTask(sleep(1000))
          log(`${here} ends`)
        }
      })
      sim.client('b', function* () {
        yield* sleep(10)
        sim.restart('a')
        yield* sleep(20)
      })
      yield* sim.run()
    })
    expect(log).toEqual(['0 1 begins', '10 1 ends', '10 2 begins', '25 the timer of 2', '30 2 ends'])
  })

  it('lets what finally blocks do reach neither the disk nor the network', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      const a = sim.host('a', function* (disk) {
        try {
          yield* sleep(Infinity)
        } finally {
          disk.set('last words', 1)
          yield* disk.sync()
        }
      })
      sim.host('b', function* () {
        try {
          yield* sleep(Infinity)
        } finally {
          log(yield* ask('c', 'last words'))
        }
      })
      sim.host('c', () => serve(() => 'heard'))
      sim.client('d', function* () {
        yield* sleep(10)
        sim.restart('a')
        sim.restart('b')
        yield* sleep(100)
        log([...a.disk.keys()])
      })
      yield* sim.run()
    })
    expect(log).toEqual(['110 '])
  })

  it('tells nobody: connections stand half-open, and are reset by the next life', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      sim.host('a', () => serve((text) => text))
      sim.client('b', function* () {
        const [reader, writer] = yield* openConnection({ host: 'a', port: 80 })
        sim.crash('a')
        writer.write('hello\n')
        yield* sleep(1000)
        log(`at the end: ${reader.atEof()}`)
        sim.restart('a')
        writer.write('hello\n')
        try {
          yield* reader.readLine()
        } catch (error) {
          log((error as Error).name)
        }
      })
      yield* sim.run()
    })
    expect(log).toEqual(['1020 at the end: false', '1040 ConnectionResetError'])
  })

  it('of the host that calls for it ends the program at its next wait', () => {
    const log = logOf(function* (log) {
      const sim = new Simulation()
      sim.client('a', function* (disk) {
        log(`lives ${disk.get('lives') ?? 0}`)
        if (disk.has('lives')) return
        disk.set('lives', 1)
        yield* disk.sync()
        sim.restart('a')
        log('goes on to its next wait')
        yield* sleep(0)
        log('never said')
      })
      yield* sim.run()
    })
    expect(log).toEqual(['0 lives 0', '0 goes on to its next wait', '0 lives 1'])
  })

  it('is an error of the run if a task swallows every cancellation', () => {
    const log = logOf(function* () {
      const sim = new Simulation()
      let tries = 0
      sim.host('a', function* stubborn() {
        while (tries++ < 2000) {
          try {
            yield* sleep(10)
          } catch {}
        }
      })
      sim.client('b', function* () {
        yield* sleep(5)
        sim.crash('a')
        yield* sleep(Infinity)
      })
      try {
        yield* sim.run()
      } finally {
        yield* sleep(100_000)
      }
    })
    expect(log.join()).toMatch(
      /RuntimeError: The host a crashed, and a task goes on that was cancelled 1000 times: <Task .*Let it pass CancelledError on, or end$/,
    )
  })
})

describe('an exploration of a simulation', () => {
  const orders = (main: (seen: Set<string>) => Generator<Suspension, void>, runs = 200) => {
    const seen = new Set<string>()
    const { complete } = explore({ runs, lateness: 0 }, () => main(seen))
    return { complete, seen: [...seen].sort() }
  }

  it('crashes a host at every step, and leaves nothing behind', () => {
    const main = function* (seen: Set<string>) {
      const loop = getRunningLoop() as VirtualLoop
      const sim = new Simulation()
      const a = sim.client('a', function* (disk) {
        disk.set('begun', Number(disk.get('begun') ?? 0) + 1)
        yield* disk.sync()
        createTask(sleep(5))
        try {
          yield* timeout(100, () => ask('b', 'hello'))
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error
        }
        disk.set('done', true)
        yield* disk.sync()
      })
      sim.host('b', () => serve((text) => text))
      sim.mayCrash('a')
      sim.mayCrash('b', { downtime: 50 })
      yield* sim.run()
      loop.expectNoLeaks()
      seen.add(`begun ${a.disk.get('begun')}, crashes ${a.crashes}`)
    }
    expect(orders(main, 400).seen).toEqual(['begun 1, crashes 0', 'begun 1, crashes 1', 'begun 2, crashes 1'])
  })

  it('loses any of the last unsynced writes', () => {
    const { seen, complete } = orders(function* (seen) {
      const sim = new Simulation()
      const host = sim.host('h', function* (disk) {
        if (host.crashes > 0) seen.add([...disk.keys()].join())
        if (host.crashes > 0) return
        disk.set('a', 1).set('b', 2).delete('a')
        disk.set('c', 3)
        yield* sleep(10)
        sim.restart('h')
      })
      sim.client('client', () => sleep(25))
      yield* sim.run()
    })
    expect(complete).toBe(true)
    expect(seen).toEqual(['', 'a', 'a,b', 'b', 'b,c'])
  })

  it('cuts hosts off from one another at every step, for a while', () => {
    const { seen } = orders(function* (seen) {
      const sim = new Simulation()
      sim.host('b', () => serve((text) => text))
      sim.client('a', function* () {
        yield* ask('b', 'hello')
        seen.add(`answered at ${getRunningLoop().time()}`)
      })
      sim.mayPartition('a', 'b', { duration: 500 })
      yield* sim.run()
    })
    expect(seen).toEqual(['answered at 40', 'answered at 530'])
  })

  it('tries both ends of a clock skew, which all tasks of the host see', () => {
    const { seen, complete } = orders(function* (seen) {
      const sim = new Simulation({ clockSkew: [-50, 100] })
      const clock = function* () {
        yield* createTask(
          (function* () {
            seen.add(`${getRunningLoop().wallTime()}`)
          })(),
        )
      }
      sim.client('a', clock)
      sim.client('b', clock, { clockSkew: 7 })
      yield* sim.run()
    })
    expect(complete).toBe(true)
    expect(seen).toEqual(['-50', '0', '100', '7'])
  })

  it('reports hosts by their names, and a crash as what it is', () => {
    const main = function* () {
      const sim = new Simulation()
      sim.client('db', function* (disk) {
        disk.set('row', 1)
        yield* createTask(sleep(10))
        yield* disk.sync()
        if (disk.get('checked')) throw new Error('checked twice')
        disk.set('checked', true)
        yield* disk.sync()
      })
      sim.mayCrash('db', { downtime: 5 })
      yield* sim.run()
    }
    let found: unknown
    try {
      explore({ page: false }, main)
    } catch (error) {
      found = error
    }
    expect(found).toBeInstanceOf(OrderError)
    const { steps, simplest, isLeast } = found as OrderError
    expect([simplest, isLeast]).toEqual(['5x1/2.k1/2', true])
    const lines = steps.map(({ at, what, instead }) => `${at} ${what}${instead ? `, not ${instead}` : ''}`)
    expect(lines.filter((line, at) => line !== lines[at - 1])).toEqual([
      '0 task 1 (main)',
      '0 db',
      '0 db: task 3 (sleep)',
      '10 db: task 3 (sleep)',
      '10 db',
      '10 db crashes, not nothing',
      '10 the unsynced writes of db: 1 lasts, not none',
      '15 db',
      '15 db: task 6 (sleep)',
      '25 db: task 6 (sleep)',
      '25 db',
      '25 task 1 (main)',
    ])
    expect(() => replay(simplest, main)).toThrow('checked twice')
  })
})
