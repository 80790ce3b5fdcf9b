// What TypeScript makes of an example, here and in the browser.

import ts from 'typescript'
import { expect, test } from 'vitest'
import { readPackage } from '../../../../scripts/lib/workspace.ts'
import { Checker } from '../../playground/language/check.ts'
import { asModule, withClaims } from '../../playground/language/claims.ts'
import { CompileError, compile } from '../../playground/language/compile.ts'
import { declarations } from '../../src/playground/declarations.ts'
import { inWorker } from '../../src/playground/programs.ts'

const found = declarations()

const program = (text: string): { main: string; files: Record<string, string> } => ({
  main: 'main.ts',
  files: { 'main.ts': text },
})

test('claims are shown, on the line where they stand', () => {
  const text = "const a = 1 // => 1\nlog('// => 2')\na + 1 // => 2\nfail() // throws RangeError: x\n"
  expect(withClaims(ts, 'main.ts', text)).toBe(
    "import * as __shown from 'acoro:shown'; const a = 1; __shown.value((a), 1) // => 1\n" +
      "log('// => 2')\n" +
      '__shown.value((a + 1), 3) // => 2\n' +
      'try { fail() } catch (__error) { __shown.thrown(__error, 4) } // throws RangeError: x\n',
  )
})

test('a yield* at the top makes the text the body of a coroutine, and moves no line', () => {
  const text = "import { sleep } from '@acoro/core'\n\nyield* sleep(1)\n"
  const module = asModule(ts, 'main.ts', text)
  expect(module.split('\n').slice(1, 3)).toEqual(['', 'yield* sleep(1)'])
  expect(module).toContain('await __run(function* () {')
  expect(asModule(ts, 'main.ts', 'function* a() { yield* b() }')).toBe('function* a() { yield* b() }')
})

test('`using` becomes syntax that every browser knows', () => {
  const { modules } = compile(ts, program('{ using x = open() }\nawait using y = open()\n'))
  expect(modules['main.ts']?.code).not.toMatch(/\busing [xy]\b/)
})

test('a text that is no program is refused with the place', () => {
  const failed = (text: string): unknown => {
    try {
      return compile(ts, program(text))
    } catch (error) {
      return error
    }
  }
  const error = failed('let a = 1\nlet = = 2\n') as CompileError
  expect(error).toBeInstanceOf(CompileError)
  expect(error.problems[0]).toMatchObject({ file: 'main.ts', line: 2 })
})

test('types are checked against those of the packages, and mistakes told in the reader’s lines', () => {
  const checker = new Checker(ts, found)
  const good =
    "import { run, sleep, gather } from '@acoro/core'\nimport { Lock } from '@acoro/sync'\n" +
    'const [a] = await run(function* () { using p = yield* new Lock().acquire(); return yield* gather(sleep(1, 2)) })\n' +
    'const n: number = a\nconsole.log(n)\n'
  expect(checker.check(program(good))).toEqual([])
  const bad = "import { run, sleep } from '@acoro/core'\nconst n: string = await run(() => sleep(1, 2))\n"
  expect(checker.check(program(bad))).toEqual([
    {
      file: 'main.ts',
      line: 2,
      column: 7,
      text: expect.stringContaining("'number' is not assignable") as string,
    },
  ])
  const star = "import { sleep } from '@acoro/core'\nyield* sleep('a')\n"
  expect(checker.check(program(star))).toEqual([
    expect.objectContaining({
      file: 'main.ts',
      line: 2,
      text: expect.stringContaining("'string'") as string,
    }),
  ])
})

test('the types are those of this release, of each package that a program can import', () => {
  for (const specifier of inWorker) {
    const [, id = '', entry = '.'] = /^@acoro\/([\w-]+)(?:\/(.+))?$/.exec(specifier) ?? []
    const { version, exports } = JSON.parse(found[`/node_modules/@acoro/${id}/package.json`] ?? '{}') as {
      version: string
      exports: Record<string, { types: string }>
    }
    const { types = '' } = exports[entry === '.' ? '.' : `./${entry}`] ?? {}
    expect([specifier, version, found[`/node_modules/@acoro/${id}/${types.slice(2)}`] !== undefined]).toEqual(
      [specifier, readPackage(id).manifest.version, true],
    )
  }
})

test('fetch, of the platform and of @acoro/web, has its types', () => {
  const checker = new Checker(ts, found)
  const text =
    "import { run } from '@acoro/core'\nimport { fetch as ask } from '@acoro/web'\n" +
    "import { fakeWeb, reply } from '@acoro/web/testing'\n" +
    "const response: Response = await fetch('https://a.example/', { signal: AbortSignal.timeout(1) })\n" +
    'const status: number = await run(function* () {\n' +
    "  using _web = fakeWeb({ 'http://a.test/': () => reply('a') })\n" +
    "  return (yield* ask('http://a.test/')).status\n})\nconsole.log(response, status)\n"
  expect(checker.check(program(text))).toEqual([])
})
