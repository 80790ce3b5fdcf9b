import { allTasks, createTask, gather, sleep, wait } from '@acoro/core'
import { type DebounceOptions, debounce, throttle } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

function work() {
  const log: string[] = []
  const fn = function* save(text: string): Steps<string> {
    log.push(`${text} at ${now()}`)
    yield* sleep(5)
    if (text === 'bad') throw new Error('no')
    return `saved ${text}`
  }
  return { fn, log }
}
const debounced = (options?: DebounceOptions) => {
  const { fn, log } = work()
  return { save: debounce(fn, 100, options), log }
}

describe('debounce', () => {
  test('calls once it was quiet for so long, with the last arguments, and all callers get the result', () => {
    const { save, log } = debounced()
    play(function* (): Steps {
      const ends = []
      for (const text of 'abc') {
        ends.push(starting(save(text)))
        yield* sleep(60)
      }
      expect(yield* gather(ends)).toEqual(Array(3).fill('saved c at 225'))
      expect(yield* outcome(save('d'))).toBe('saved d at 330')
    })
    expect(log).toEqual(['c at 220', 'd at 325'])
  })

  test('does not let the first caller wait for longer than maxWait', () => {
    const { save, log } = debounced({ maxWait: 150 })
    play(function* (): Steps {
      const ends = []
      for (const text of 'abcd') {
        ends.push(starting(save(text)))
        yield* sleep(60)
      }
      yield* gather(ends)
    })
    expect(log).toEqual(['c at 150', 'd at 280'])
  })

  test('gives an error to all callers', () => {
    play(function* (): Steps {
      const { save } = debounced()
      expect(yield* gather([outcome(save('a')), outcome(save('bad'))])).toEqual([
        'Error: no at 105',
        'Error: no at 105',
      ])
    })
  })

  test('cancel() cancels all who wait, flush() calls at once; both say whether there was a call', () => {
    play(function* (): Steps {
      const { save, log } = debounced()
      const cancelled = [starting(save('a')), starting(save('b'))]
      yield* sleep(10)
      expect([save.cancel('closed'), save.cancel(), save.flush()]).toEqual([true, false, false])
      expect(yield* gather(cancelled)).toEqual([
        'CancelledError: closed at 10',
        'CancelledError: closed at 10',
      ])
      const flushed = starting(save('c'))
      yield* sleep(10)
      expect([save.flush(), save.flush()]).toEqual([true, false])
      const next = starting(save('d'))
      expect([yield* flushed, yield* next]).toEqual(['saved c at 25', 'saved d at 125'])
      expect(log).toEqual(['c at 20', 'd at 120'])
    })
  })

  test('says in reports what it waits for', () => {
    play(function* (): Steps {
      const { save } = debounced()
      const task = createTask(save('a'))
      yield* sleep(1)
      const [delayed] = [...allTasks()].filter(({ name }) => name === 'save')
      expect([describedWait(task), describedWait(delayed!)]).toEqual([
        'save (a call under way, 1 waiting for it)',
        'save (delayed until 100 ms)',
      ])
      yield* task
    })
  })

  test('cancelled at any moment, a caller leaves the others their result', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const { save } = debounced()
      const tasks = [createTask(save('a')), inject(save('b')), createTask(save('c'))]
      yield* wait(tasks)
      expect([tasks[0]!.result(), tasks[2]!.result()]).toEqual(['saved c', 'saved c'])
      expect([...allTasks()].length).toBe(1)
    })
    injectCancelEverywhere(function* (inject): Steps {
      const { save } = debounced()
      yield* wait([inject(save('alone'))])
      expect([...allTasks()].length).toBe(1)
      expect(yield* save('next')).toBe('saved next')
    })
  })

  test('calls once in every order of tasks', () => {
    explore({ runs: 100 }, function* (): Steps {
      const { save, log } = debounced()
      yield* gather([...'abc'].map((text) => save(text)))
      expect(log.length).toBe(1)
    })
  })
})

describe('throttle', () => {
  test('calls at once, and then once for each interval, with the last arguments', () => {
    const { fn, log } = work()
    play(function* (): Steps {
      const save = throttle(fn, 100)
      const ends = []
      for (const text of 'abcdef') {
        ends.push(starting(save(text)))
        yield* sleep(30)
      }
      expect(yield* gather(ends)).toEqual([
        'saved a at 5',
        ...Array(3).fill('saved d at 105'),
        ...Array(2).fill('saved f at 205'),
      ])
      yield* sleep(200)
      expect(yield* outcome(save('g'))).toBe('saved g at 410')
    })
    expect(log).toEqual(['a at 0', 'd at 100', 'f at 200', 'g at 405'])
  })

  test('flush() does not wait for the interval, which begins anew', () => {
    const { fn, log } = work()
    play(function* (): Steps {
      const save = throttle(fn, 100)
      yield* save('a')
      const second = starting(save('b'))
      yield* sleep(10)
      save.flush()
      yield* second
      yield* save('c')
    })
    expect(log).toEqual(['a at 0', 'b at 15', 'c at 115'])
  })

  test('cancelled at any moment, a caller leaves the others their result', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const save = throttle(work().fn, 100)
      yield* save('first')
      const tasks = [inject(save('a')), createTask(save('b'))]
      yield* wait(tasks)
      expect(tasks[1]!.result()).toBe('saved b')
    })
  })
})

test('throttle makes one call for those who come within an interval, in every order of tasks', () => {
  explore({ runs: 100 }, function* (): Steps {
    const { fn, log } = work()
    const save = throttle(fn, 100)
    yield* save('first')
    const saved = yield* gather([...'abc'].map((text) => save(text)))
    // With the arguments of the one who came last.
    expect(log.length).toBe(2)
    expect(saved).toEqual(Array(3).fill(`saved ${log[1]![0]}`))
  })
})

describe('debounce and throttle refuse by name', () => {
  const { fn } = work()
  test.each<[() => unknown, string]>([
    [
      () => debounce(100 as never, fn as never),
      'Expected the function of debounce(), a function, got the number 100',
    ],
    [() => debounce(fn, 0), 'Expected the time of debounce() in milliseconds, more than 0, got 0'],
    [
      () => debounce(fn, 10, { maxWait: '1s' as never }),
      'Expected the option maxWait of debounce() in milliseconds, a number, got the string "1s"',
    ],
    [
      () => throttle(fn, undefined as never),
      'Expected the time of throttle() in milliseconds, a number, got undefined',
    ],
    [
      () => throttle(fn, 10, 5 as never),
      'Expected the options of throttle() as an object, { name }, got the number 5',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
