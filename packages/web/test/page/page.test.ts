// only on page: elsewhere there is none, and no Playwright that opens one

// Tasks of components and the waits of pages: each scenario returns its story.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenPage, openPage } from '../support/page.ts'

let page: OpenPage
beforeAll(async () => {
  page = await openPage()
})
afterAll(() => page?.close())

const expected: Record<string, unknown> = {
  'a result, a failure, and another try': [
    ['running - -', 'failed - Error: broken', 'running - -', 'done fine -'],
    ['first begins', 'first ends', 'second begins', 'second ends'],
  ],
  'StrictMode: the task of the first run never begins': ['done value -', ['first begins', 'first ends'], 1],
  'unmounting cancels, and a result in the same tick is dropped': [
    'task begins',
    'task is cancelled',
    'task ends',
  ],
  'the latest wins': ['done new -', ['0 begins', '0 is cancelled', '0 ends', '1 begins', '1 ends']],
  'with `waits` the next one begins after the finally of the old one': [
    'done value -',
    ['old begins', 'old is cancelled', 'cleaning', 'old ends', 'new begins', 'new ends'],
  ],
  'Suspense: what never mounted has started nothing; what is hidden goes on': [['waiting'], []],
  'cancel() shows idle, and a new render does not begin again': [
    'idle - -',
    'idle - -',
    ['task begins', 'task is cancelled', 'task ends'],
  ],
  'LatestTask: what an old one throws in its end is not shown': [
    ['running undefined', 'running undefined', 'done new'],
    { status: 'done', value: 'new', error: undefined },
  ],
  'idle, frame, visible': ['number', true, 'TimeoutError'],
  'Web Workers run jobs beside the page, and end with them': [
    200_000_010_000_000,
    true,
    'RangeError',
    true,
    6,
    true,
    10,
  ],
  'a Web Worker whose module fails to load is an error by name': 'WorkerExitedError',
  'events of the page are a source': ['click', 'click'],
}

test.each(Object.entries(expected))('%s', async (name, story) => {
  expect([await page.play(name), page.errors]).toEqual([story, []])
})

test('every scenario is called', async () => {
  expect(await page.names()).toEqual(Object.keys(expected))
})
