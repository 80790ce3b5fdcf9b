import { sleep } from '@acoro/async'
import { frame, idle, LatestTask, visible } from '@acoro/async/web'
import { virtual } from '@acoro/testing/vitest'
import { expect, it } from 'vitest'

it(
  'the latest call of a component counts, and that of the one before is dropped',
  virtual(async () => {
    const states: unknown[] = []
    const ended: string[] = []
    const work = (name: string, ms: number) => async () => {
      try {
        return await sleep(ms, name)
      } finally {
        ended.push(name)
      }
    }
    const latest = new LatestTask<string>(({ status, value, error }) => states.push([status, value, error]))
    latest.start(work('old', 100))
    await sleep(1)
    latest.start(work('new', 10))
    await sleep(20)
    expect(latest.state).toEqual({ status: 'done', value: 'new', error: undefined })
    latest.start(async () => {
      throw new RangeError('no')
    })
    await sleep(1)
    expect(states).toEqual([
      ['running', undefined, undefined],
      ['running', undefined, undefined],
      ['done', 'new', undefined],
      ['running', 'new', undefined],
      ['failed', 'new', new RangeError('no')],
    ])
    // A native function is not cancelled, only what waits for it.
    expect(ended).toEqual(['new'])
    latest.start(work('last', 10))
    latest.cancel()
    expect(latest.state.status).toBe('idle')
    await sleep(100)
    expect(ended).toEqual(['new', 'old'])
    expect(() => new LatestTask(5 as never)).toThrow(
      'Expected a function to call with each state, got the number 5',
    )
  }),
)

it(
  'moments of a page are promises, and are refused by name outside of pages',
  virtual(async () => {
    await expect(idle({ timeout: -1n as never })).rejects.toThrow('timeout')
    await expect(visible(5 as never)).rejects.toThrow('Expected an element of the page, got the number 5')
    if ('document' in globalThis) return
    await expect(frame()).rejects.toThrow('requestAnimationFrame')
    expect((await idle()).didTimeout).toBe(false)
  }),
)
