import { ContextVar, coroutine, getRunningLoop, InlineExecutor, run, sleep } from '@acoro/core'
import { currentJob, defineJobs, job } from '@acoro/distributed'
import { describe, expect, it } from 'vitest'

describe('defineJobs', () => {
  it('makes functions that run here if they are called, and on any executor', async () => {
    const jobs = defineJobs({
      add: (a: number, b: number) => a + b,
      slow: coroutine(function* slow(text: string) {
        yield* sleep(1)
        return `slow ${text}`
      }),
    })
    const seen = await run(function* () {
      const loop = getRunningLoop()
      const inline = new InlineExecutor(loop)
      return [jobs.add(1, 2), yield* loop.runInExecutor(inline, jobs.slow, 'but done')]
    })
    expect(seen).toEqual([3, 'slow but done'])
    expect(jobs.slow.name).toBe('slow')
  })

  it('takes no name from the prototype', () => {
    const jobs = defineJobs({ constructor: () => 1, toString: () => 'mine' })
    expect([jobs.toString(), 'hasOwnProperty' in jobs]).toEqual(['mine', false])
  })

  const variable = new ContextVar('user')
  it.each<[string, () => unknown, string]>([
    [
      'no functions',
      () => defineJobs(undefined as never),
      'Expected the jobs as an object { name: function }, got undefined',
    ],
    ['no job', () => defineJobs({}), 'Expected at least one job, got none'],
    [
      'a name with a colon',
      () => defineJobs({ 'a:b': () => 1 }),
      'Expected the name of a job without «:», got "a:b"',
    ],
    [
      'what is no function',
      () => defineJobs({ add: 5 as never }),
      'Expected the job add as a function, or as job(function, options), got the number 5',
    ],
    [
      'two variables of one name',
      () => defineJobs({ f: () => 1 }, { carry: [variable, new ContextVar('user')] }),
      `Expected the option carry of defineJobs() to have names that differ, got 'user' twice`,
    ],
    [
      'what is no variable',
      () => defineJobs({ f: () => 1 }, { carry: ['user' as never] }),
      'Expected the option carry of defineJobs() as a list of context variables, got an array',
    ],
    [
      'a store that cannot read',
      () => defineJobs({ f: () => 1 }, { store: { put: async () => {} } as never }),
      'Expected the option store of defineJobs() as an object with functions put and get, get is missing',
    ],
    [
      'a generator as delays',
      () => job(() => 1, { delays: (function* () {})() }),
      'Expected the option delays of job() as milliseconds, a list of them or a schedule, got ',
    ],
    [
      'no attempt',
      () => job(() => 1, { attempts: 0 }),
      'Expected the option attempts of job() to be a whole number of at least 1, got 0',
    ],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(message)
  })
})

describe('currentJob', () => {
  it('is refused outside of a job', () => {
    expect(() => currentJob()).toThrow('currentJob() needs a job: call it in a function that a Worker runs')
  })
})
