// What a fix must not do, and names that lead to the same function by another way. Each case is a program
// somebody may write, linted with all rules.

import { describe, expect, it } from 'vitest'
import { fixed, lint } from './support/lint.ts'
import { inCoroutine, type Mode, prelude } from './support/prelude.ts'
import { announce } from './support/shared-program.ts'

const modes: Mode[] = ['typed', 'untyped']

interface Case {
  /** In a coroutine; `file` stands for itself. */
  body?: string
  file?: string
  rules: string[]
  /** After `--fix`, if that changes it. */
  output?: string
  only?: Mode
}

const cases: Record<string, Record<string, Case>> = {
  'a fix leaves other lines their meaning': {
    'a coroutine that is awaited later is not awaited twice': {
      body: 'const t = isOpen(); if (t) log(1); yield* t',
      rules: ['no-awaitable-as-value'],
    },
    'one that was made before a loop is not awaited in each round': {
      body: 'const t = isOpen(); while (!t) log(1)',
      rules: ['no-awaitable-as-value'],
    },
    'a variable keeps the coroutine that is put into it in a condition': {
      body: 'let t = isOpen(); if ((t = isOpen())) log(1); yield* t',
      rules: ['no-awaitable-as-value'],
      only: 'typed',
    },
    'a sequence is awaited at its end, once': {
      body: 'return (log(1), load(1))',
      rules: ['no-awaitable-as-value'],
      output: 'return (log(1), yield* load(1))',
    },
    'both ends of a choice are awaited': {
      body: 'if (ids.length > 0 ? isOpen(1) : isOpen(2)) log(1)',
      rules: ['no-awaitable-as-value'],
      output: 'if (yield* ids.length > 0 ? isOpen(1) : isOpen(2)) log(1)',
    },
    '`for await` gets what the promise brings, which is no iterator itself': {
      file: 'export const f = async () => { for await (const x of all()) log(x) }',
      rules: ['no-await-awaitable'],
      output: 'export const f = async () => { for await (const x of await toPromise(all())) log(x) }',
    },
    'comments stay where they are': {
      body: 'save(/* which */ 1) // now\n// later\nsave(2)',
      rules: ['no-floating-awaitable', 'no-floating-awaitable'],
      output: 'yield* save(/* which */ 1) // now\n// later\nyield* save(2)',
    },
    'a comment before the call stays before it': {
      body: 'log(/* a */ count() /* b */ + /* c */ 1)',
      rules: ['no-awaitable-as-value'],
      output: 'log(/* a */ (yield* count()) /* b */ + /* c */ 1)',
    },
    'a line that begins with a bracket stays a statement of its own': {
      body: 'log(1)\nload(1).name',
      rules: ['no-awaitable-as-value'],
      output: 'log(1)\n;(yield* load(1)).name',
    },
  },
  'a star that takes too much': {
    'gets its parentheses before an operator': {
      body: 'log(yield* count() + 1)\nlog(yield* load(1) == null)',
      rules: ['no-awaitable-as-value', 'no-awaitable-as-value'],
      output: 'log((yield* count()) + 1)\nlog((yield* load(1)) == null)',
    },
    'and before a property, at the begin of a line': {
      body: 'log(1)\nyield* load(1).name',
      rules: ['no-awaitable-as-value'],
      output: 'log(1)\n;(yield* load(1)).name',
    },
    'and in a condition': {
      body: 'if (yield* isOpen() && ids.length > 0) log(1)\nlog(yield* isOpen() ? 1 : 2)',
      rules: ['no-awaitable-as-value', 'no-awaitable-as-value'],
      output: 'if ((yield* isOpen()) && ids.length > 0) log(1)\nlog((yield* isOpen()) ? 1 : 2)',
    },
    'but stays where the whole is awaited': {
      body: 'log(yield* isOpen() ? load(1) : load(2))',
      rules: ['no-awaitable-as-value'],
      output: 'log(yield* (yield* isOpen()) ? load(1) : load(2))',
    },
    'and where it has parentheses of its own': {
      body: 'log(yield* (count() + 1))',
      rules: ['no-awaitable-as-value'],
      output: 'log(yield* ((yield* count()) + 1))',
    },
  },
  'a catch': {
    'that throws the error on by another name is fine': {
      body: 'try { yield* save(1) } catch (e) { const error = e as Error; log(error.message); throw error }',
      rules: [],
    },
    'that throws something else of that name is not': {
      body: 'try { yield* save(1) } catch (e) { const error = new Error(String(e)); throw error }',
      rules: ['rethrow-cancellation'],
      output:
        'try { yield* save(1) } catch (e) { throwIfCancelled(e); const error = new Error(String(e)); throw error }',
    },
  },
  'a callback is known by the function that takes it': {
    'a test of a namespace': {
      file: "import * as runner from 'vitest'\nrunner.test('x', () => load(1))\nrunner.it.only('y', () => load(1))",
      rules: ['no-awaitable-as-value', 'no-awaitable-as-value'],
    },
    'a test by another name': {
      file: "import { test as check } from 'vitest'\ncheck('x', () => load(1))\ncheck('y', function* () { yield* load(1) })",
      rules: ['no-awaitable-as-value', 'no-generator-callback'],
    },
    'the default export of a runner': {
      file: "import check from 'node:test'\ncheck('x', () => load(1))",
      rules: ['no-awaitable-as-value'],
    },
    'a timer by another name': {
      file: "import { setTimeout as later } from 'node:timers'\nlater(() => save(1), 10)",
      rules: ['no-awaitable-as-value'],
    },
    'a timer of the global object': {
      file: 'globalThis.setTimeout(() => save(1), 10)',
      rules: ['no-awaitable-as-value'],
    },
    'something else that is called test is not': {
      file: "import { test as check } from './other.ts'\ncheck('x', () => load(1))",
      rules: [],
    },
  },
  'values by way of a function': {
    '`Boolean` is a condition, `Number` and `Math` calculate': {
      body: 'log(Boolean(isOpen()))\nlog(Number(count()))\nlog(Math.max(1, count()))',
      rules: ['no-awaitable-as-value', 'no-awaitable-as-value', 'no-awaitable-as-value'],
      output: 'log(Boolean(yield* isOpen()))\nlog(Number(yield* count()))\nlog(Math.max(1, yield* count()))',
    },
    '`Object.keys` and `in` look for properties': {
      body: "log(Object.keys(load(1)))\nlog('name' in load(1))",
      rules: ['no-awaitable-as-value', 'no-awaitable-as-value'],
      output: "log(Object.keys(yield* load(1)))\nlog('name' in (yield* load(1)))",
    },
    'a function of that name that is not the global one is not': {
      body: 'const Number = (_value: unknown) => 1\nconst Boolean = Number\nlog(Number(count()))\nlog(Boolean(isOpen()))',
      rules: [],
    },
  },
  lists: {
    'of a map are known without types': {
      body: 'yield* ids.map((id) => load(id))',
      rules: ['yield-star'],
    },
  },
  'a lock': {
    'that nobody waits for is a floating coroutine': {
      body: 'lock.acquire()\nlock.release()',
      rules: ['no-floating-awaitable'],
      output: 'yield* lock.acquire()\nlock.release()',
    },
    'that is asked in a condition is a coroutine, too': {
      body: 'if (lock.acquire()) lock.release()',
      rules: ['no-awaitable-as-value'],
      output: 'if (yield* lock.acquire()) lock.release()',
    },
    'that is tried is none': { body: 'if (lock.tryAcquire()) lock.release()', rules: [] },
  },
}

const text = ({ body, file = '' }: Case, mode: Mode, own = body ?? file): string =>
  prelude[mode] + (body === undefined ? `${own}\n` : inCoroutine(own))

announce(Object.values(cases).flatMap((group) => Object.values(group).map((one) => text(one, 'typed'))))

describe.each(Object.entries(cases))('%s', (_group, group) => {
  describe.each(modes)('%s', (mode) => {
    const here = Object.entries(group).filter(([, { only = mode }]) => only === mode)

    it.each(here)('%s', (_name, one) => {
      const code = text(one, mode)
      expect(lint(code, { mode }).map(({ rule }) => rule)).toEqual(one.rules)
      const { output } = one
      expect(fixed(code, { mode })).toBe(output === undefined ? code : text(one, mode, output))
    })
  })
})

describe('without types, an export of acoro is known', () => {
  const ways: [way: string, head: string, call: string][] = [
    ['by `import … = require(…)`', "import acoro = require('@acoro/core')", 'acoro.sleep(1)'],
    [
      'out of a namespace',
      "import * as acoro from '@acoro/core'\nconst { sleep: pause } = acoro",
      'pause(1)',
    ],
    ['out of what was required', "const acoro = require('@acoro/core')\nconst { sleep } = acoro", 'sleep(1)'],
    ['by `await import(…)`', "const { sleep } = await import('@acoro/core')", 'sleep(1)'],
    ['by `await import(…)` as a whole', "const acoro = await import('@acoro/core')", 'acoro.sleep(1)'],
  ]

  it.each(ways)('%s', (_way, head, call) => {
    expect(lint(`${head}\nexport const f = () => { ${call} }\n`, { mode: 'untyped' })).toMatchObject([
      { rule: 'no-floating-awaitable' },
    ])
  })

  it.each([
    ['a queue', 'Queue', 'put(1)'],
    ['an event', 'Event', 'wait()'],
    ['a condition', 'Condition', 'waitFor(() => true)'],
    ['a queue of another kind', 'PriorityQueue', 'get()'],
  ])('a method of %s made in the file', (_what, name, call) => {
    const code = `import { coroutine } from '@acoro/core'
import { ${name} } from '@acoro/sync'
const one = new ${name}()
export const f = coroutine(function* () { one.${call} })
class A { #own = new ${name}(); f() { this.#own.${call} } }
export const a = [A]
`
    expect(lint(code, { mode: 'untyped' }).map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '4 no-floating-awaitable',
      '5 no-floating-awaitable',
    ])
    expect(fixed(code, { mode: 'untyped' })).toBe(code.replace('{ one.', '{ yield* one.'))
  })

  it('in a function that requires it', () => {
    const code = "exports.f = () => { const { sleep } = require('@acoro/core'); sleep(1) }\n"
    expect(lint(code, { mode: 'untyped', languageOptions: { sourceType: 'commonjs' } })).toMatchObject([
      { rule: 'no-floating-awaitable' },
    ])
  })

  it('but not out of a variable that is written again', () => {
    const code =
      "let acoro = require('@acoro/core')\nacoro = { sleep() {} }\nexport const f = () => { acoro.sleep(1) }\n"
    expect(lint(code, { mode: 'untyped' })).toEqual([])
  })
})
