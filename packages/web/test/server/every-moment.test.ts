// A client that goes at any moment: before the first step, at each wait, between head and body, at each
// chunk, and after the end.

import { fromPromise } from '@acoro/compat'
import { createTask, type EventLoop, emit, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { handler, type RequestEnd, streamed } from '@acoro/web'
import { expect } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import type { Steps } from '../support/virtual.ts'

interface Story {
  /** What became of the request, for the log. */
  ends: string[]
  /** How often the function, and its body, began, ended, and were cancelled. */
  counts: Record<'begun' | 'ended' | 'chunks begun' | 'chunks ended', number>
  reported: string[]
  status: number
  text: string
  active: number
}

/** One request whose client goes after so many turns of the loop. */
async function leavingAfter(turns: number, tells: 'signal' | 'body' | 'both'): Promise<Story> {
  const loop = new VirtualLoop()
  const story: Story = {
    ends: [],
    counts: { begun: 0, ended: 0, 'chunks begun': 0, 'chunks ended': 0 },
    reported: [],
    status: 0,
    text: '',
    active: 0,
  }
  const { counts } = story
  loop.setExceptionHandler((_loop, { message }) => story.reported.push(message))
  const handle = handler(
    function* (request): Steps<Response> {
      counts.begun++
      try {
        yield* sleep(1)
        yield* fromPromise(request.text())
        yield* sleep(0)
        return streamed(function* () {
          counts['chunks begun']++
          try {
            for (const chunk of 'abc') {
              yield* emit(chunk)
              yield* sleep(1)
            }
          } finally {
            try {
              yield* sleep(2)
            } finally {
              counts['chunks ended']++
            }
          }
        })
      } finally {
        try {
          yield* sleep(1)
        } finally {
          counts.ended++
        }
      }
    },
    {
      loop: loop as EventLoop,
      onEnd: ({ outcome, status }: RequestEnd) => story.ends.push(`${outcome} ${status}`),
    },
  )
  const controller = new AbortController()
  let body: ReadableStreamDefaultReader<Uint8Array> | undefined
  await loop.runAsync(function* (): Steps {
    const leaves = createTask(
      (function* (): Steps {
        for (let turn = 0; turn < turns; turn++) yield* sleep(turn % 3 === 0 ? 0.5 : 0)
        if (tells !== 'body') controller.abort()
        if (tells !== 'signal') void body?.cancel().catch(() => {})
      })(),
    )
    const request = new Request('http://h.test/', { method: 'POST', body: 'some', signal: controller.signal })
    const response = yield* fromPromise(handle(request))
    story.status = response.status
    body = response.body?.getReader()
    const decoder = new TextDecoder()
    try {
      for (let end = body === undefined; !end; ) {
        const read = yield* fromPromise((body as typeof body & {}).read())
        end = read.done
        if (!read.done) story.text += decoder.decode(read.value)
      }
    } catch {
      // A cut.
    }
    yield* leaves
    yield* sleep(100)
  })
  story.active = handle.statistics().active
  return story
}

// A virtual clock goes on without the promises of others while one of its own loop is out.
onlyOn('readsInJobs', 'the clock does not wait for the body').each(['signal', 'body', 'both'] as const)(
  'a client that goes at any moment, told by the %s, ends its request once, and nothing is left',
  async (tells) => {
    const outcomes = new Set<string>()
    for (let turns = 0; turns <= 40; turns++) {
      const { ends, counts, reported, status, text, active } = await leavingAfter(turns, tells)
      const at = `after ${turns} turns`
      expect([at, ends.length, active, reported]).toEqual([at, 1, 0, []])
      expect([at, counts.ended, counts['chunks ended']]).toEqual([at, counts.begun, counts['chunks begun']])
      expect([at, 'abc'.startsWith(text)]).toEqual([at, true])
      if (ends[0] === 'answered 200') expect([at, status, text]).toEqual([at, 200, 'abc'])
      outcomes.add(ends[0] as string)
    }
    expect([...outcomes].sort()).toEqual(['answered 200', 'left 499'])
  },
)
