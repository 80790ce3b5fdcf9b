import { expect, it } from 'vitest'
import type { Example } from '../examples/extract.ts'
import { transform } from '../examples/transform.ts'

const example = (code: string, more: Partial<Example> = {}): Example => ({
  file: 'README.md',
  line: 10,
  code,
  mode: 'run',
  docstring: false,
  ...more,
})

const head = "import * as __example from 'h'; void __example; "
const body = (code: string): string => {
  const { code: whole } = transform(example(code), 'h')
  expect(whole.startsWith(head)).toBe(true)
  return whole.slice(head.length, -'\nexport {}\n'.length)
}

it('compares the value of an expression', () => {
  expect(body('1 + 1 // => 2')).toBe("__example.equal(1 + 1, (2), 'README.md:10') // => 2")
})

it('compares what a declaration holds', () => {
  expect(body('\nconst [a, b]: number[] = f() // => [1, 2]')).toBe(
    "\nconst [a, b]: number[] = f(); __example.equal(([a, b]), ([1, 2]), 'README.md:11') // => [1, 2]",
  )
})

it('compares what a statement over several lines gives, and what is returned inside it', () => {
  expect(body('await f(() => {\n  return 1 // => 1\n}) // => 2')).toBe(
    "__example.equal(await f(() => {\n  return __example.equal(1, (1), 'README.md:11') // => 1\n}), (2), 'README.md:12') // => 2",
  )
})

it('expects a throw', () => {
  const code = body('f(-1) // throws RangeError: no …')
  expect(code).toContain('try { f(-1) } catch')
  expect(code).toContain('__example.thrown(__thrown, "RangeError: no …", \'README.md:10\')')
})

it('collects what is printed, in order', () => {
  const { prints } = transform(example('console.log(1) // prints: one\n// prints: two'), 'h')
  expect(prints).toEqual(['one', 'two'])
})

it('makes a coroutine of an example that yields at the top', () => {
  const { code } = transform(
    example("import { sleep } from '@acoro/core'\n\nyield* sleep(1, 5) // => 5"),
    'h',
  )
  expect(code).toBe(
    "import * as __example from 'h'; import { run as __run } from '@acoro/core'; void __example; " +
      "import { sleep } from '@acoro/core'\n\n" +
      "await __run(function* () { __example.equal(yield* sleep(1, 5), (5), 'README.md:12') // => 5\n})\nexport {}\n",
  )
})

it('imports what a docstring uses and does not declare', () => {
  const importable = new Map([
    ['sleep', { specifier: '@acoro/core', typeOnly: false }],
    ['Task', { specifier: '@acoro/core', typeOnly: true }],
    ['lock', { specifier: '@acoro/sync', typeOnly: false }],
    ['name', { specifier: '@acoro/core', typeOnly: false }],
  ])
  const source = 'const lock = make()\nconst task: Task = lock.name({ name: sleep(1) })'
  const { code } = transform(example(source, { docstring: true }), 'h', importable)
  expect(code.split('\n')[0]).toBe(
    "import * as __example from 'h'; import type { Task } from '@acoro/core'; import { sleep } from '@acoro/core'; " +
      'void __example; const lock = make()',
  )
})

it.each([
  ['f() // => a future', 'README.md:10: expected a JavaScript expression after // =>, got «a future»'],
  ['// => 1', 'README.md:10: expected a statement before «// => 1»'],
  ['let a = 1, b = 2 // => 1', 'README.md:10: expected one declaration before // =>'],
])('refuses a claim it cannot check: %s', (code, message) => {
  expect(() => transform(example(code), 'h')).toThrow(message)
})

it('refuses what is no TypeScript', () => {
  expect(() => transform(example('const = 1'), 'h')).toThrow(/^README.md:10: /)
})
