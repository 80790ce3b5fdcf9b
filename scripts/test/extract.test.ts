import { expect, it } from 'vitest'
import { blocksOf, docstringExamples, programOf } from '../examples/extract.ts'

it('finds the blocks of a page and how each is run', () => {
  const page = [
    '# Title',
    '```ts',
    'one',
    '```',
    '```sh',
    'no',
    '```',
    '- ```ts no-run',
    '  ```ts real-time',
    '  two',
    '  ```',
  ]
  expect(blocksOf(page.join('\n'), 'a.md').map(({ line, code, mode }) => [line, code, mode])).toEqual([
    [3, 'one', 'run'],
    [10, 'two', 'real-time'],
  ])
})

it('refuses a word it does not know after ```ts', () => {
  expect(() => blocksOf('```ts norun\n```', 'a.md')).toThrow(
    'a.md:1: expected no-run, real-time, file=NAME.ts or nothing after ```ts, got «norun»',
  )
})

it('refuses a block without an end', () => {
  expect(() => blocksOf('text\n```ts\n', 'a.md')).toThrow('a.md:2: this block is never closed')
})

it('finds the examples in docstrings, fenced or plain', () => {
  const source = [
    '/**',
    ' * Waits.',
    ' * @example',
    ' * ```ts',
    ' * fenced()',
    ' * ```',
    ' * @returns nothing',
    ' */',
    'export function f(): void {}',
    '  /**',
    '   * @example',
    '   * plain(',
    '   *   1)',
    '   */',
    "const text = '/** @example no */'",
  ]
  expect(docstringExamples(source.join('\n'), 'a.ts').map(({ line, code }) => [line, code])).toEqual([
    [5, 'fenced()'],
    [12, 'plain(\n  1)'],
  ])
})

it('refuses an empty @example', () => {
  expect(() => docstringExamples('/**\n * @example\n */', 'a.ts')).toThrow('a.ts:2: this @example is empty')
})

it('takes the name of a file after ```ts, and refuses one that is none', () => {
  expect(blocksOf('```ts file=a.ts real-time\none\n```', 'a.md')[0]).toMatchObject({
    name: 'a.ts',
    mode: 'real-time',
  })
  expect(() => blocksOf('```ts file=../a.ts\n```', 'a.md')).toThrow(
    'a.md:1: expected the name of a file such as file=sites.ts, got «../a.ts»',
  )
})

it('a block of another language is no example, if its name begins alike', () => {
  expect(blocksOf('```tsx\n<p/>\n```', 'a.md')).toEqual([])
})

it('a program is one example, which may wait for the real world', () => {
  const { line, mode, code } = programOf('// real-time\nopen()\n', 'examples/a.ts')
  expect([line, mode, code]).toEqual([1, 'real-time', '// real-time\nopen()'])
  expect(programOf('// It is not real-time\nopen()\n', 'examples/a.ts').mode).toBe('run')
})
