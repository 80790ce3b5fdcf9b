// only on server: the compiler is a program

import { taskOf } from '@acoro/async'
import * as helpers from '@acoro/async/helpers/plugin'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { lower } from '../../src/plugin/lower.ts'
import { isIncluded } from '../../src/plugin/scope.ts'
import { redirectTslib } from '../../src/plugin/tslib.ts'
import { bindHelpers } from '../support/compilers.ts'

const lowered = (code: string, file = 'app.js', raw = false) => lower(code, file, { raw })

/** Runs lowered code, and returns what it exports as `main`. */
function load(code: string): (...args: never[]) => Promise<unknown> {
  const body = bindHelpers(code).replace(/\bexport /g, '       ')
  return new Function('ofPlugin', `${body}\nreturn main`)(helpers) as () => Promise<unknown>
}

describe('lowering', () => {
  it('makes tasks of async functions, and leaves the rest of the syntax as it is', async () => {
    const source = `
      class Box { #value = 1; static { this.made = true } async get(plus = 1) { return (await this.#value) + plus } }
      export async function main() {
        const { get } = { async get() { return new Box().get(2) } }
        return [await get(), Box.made, await (async () => null?.x ?? 4)()]
      }`
    const { code } = lowered(source) as { code: string }
    expect(code).not.toMatch(/\basync\b(?!\/)|new Promise/)
    expect(code).toMatch(/#value = 1|null\?\.x \?\? 4/)
    const promise = load(code)()
    expect(taskOf(promise)).not.toBeNull()
    expect(await promise).toEqual([3, true, 4])
  })

  it('takes async generators and for await', async () => {
    const { code } = lowered(`
      async function* numbers() { yield 1; yield await 2; yield* more() }
      async function* more() { yield 3 }
      export const main = async () => { const all = []; for await (const n of numbers()) all.push(n); return all }`) as {
      code: string
    }
    expect(await load(code)()).toEqual([1, 2, 3])
  })

  it('returns null if nothing is to be lowered, also in code that is lowered already', () => {
    const source = 'export async function main() { await 1 }'
    const once = lowered(source) as { code: string }
    expect([
      lowered('export const x = 1'),
      lowered('// an async comment\nexport {}'),
      lowered(once.code),
    ]).toEqual([null, null, null])
  })

  it('writes names that the code does not have', async () => {
    const { code } = lowered(
      'var __acoro0 = (a) => "theirs"; export async function main() { return [__acoro0(), await 1] }',
    ) as { code: string }
    expect(await load(code)()).toEqual(['theirs', 1])
  })

  it('requires the helpers in CommonJS, and keeps hashbangs and directives in front', () => {
    const { code } = lowered('exports.main = async () => 1', 'app.cjs') as { code: string }
    expect(code).toMatch(/^var \{ plain0: __acoro_plain0 \} = require\("@acoro\/async\/helpers\/plugin"\);/)
    expect(lowered('#!/usr/bin/env node\n"use strict"\nexport const main = async () => 1')?.code).toMatch(
      /^#!\/usr\/bin\/env node\n"use strict";import \{ plain0 as __acoro_plain0 \} from/,
    )
    expect(lowered('#!/usr/bin/env node\nexport const main = async () => 1')?.code).toMatch(
      /^#!\/usr\/bin\/env node\nimport \{ plain0 as __acoro_plain0 \} from/,
    )
  })

  it('leaves top-level await alone, however it stands, and touches nothing else', () => {
    const source = [
      'const a = await load(), b = typeof await(a); const f = async (x) => await a.b(x)',
      'if (await f()) { for await (const x of y) {}  }',
      'function* plain() { yield* other() } // stays',
    ].join('\n')
    const { code, map } = lowered(source) as { code: string; map: string }
    expect(code.slice(code.indexOf('const a'))).toBe(
      [
        'const a = await load(), b = typeof await(a); const f = ' +
          '(__acoro_0) => { return __acoro_call1(__acoro0 ??= {*f(x)  { return (yield a.b(x)) }}.f, void 0, __acoro_0) }',
        'if (await f()) { for await (const x of y) {}  }',
        'function* plain() { yield* other() } // stays',
      ].join('\n'),
    )
    expect(JSON.parse(map)).toMatchObject({ sources: ['app.js'], sourcesContent: [source] })
  })

  it('leaves native what only the function itself can mean, and says so in no code that it breaks', async () => {
    const { code } = lowered(
      `
      class A { set x(v) { this.y = v } }
      class B extends A { async m() { super.x = await 1; return this.y } }
      function outer(f = async () => arguments.length) { return f() }
      export const main = async () => [await new B().m(), await outer(), await (async () => new.target)?.()]`.replace(
        ', await (async () => new.target)?.()',
        '',
      ),
    ) as { code: string }
    expect(code).toContain('async m()')
    expect(code).toContain('f = async () =>')
    expect(await load(code)()).toEqual([1, 0])
  })

  it('keeps the name and the length of each function', async () => {
    const { code } = lowered(`
      async function declared(a, b = 1, c) {}
      const arrow = async (a, b, c, d, ...e) => { await 1 }
      class A { async method(a) {} static async ['x y'](a, b) { await 1 } async #p() {} p() { return this.#p } }
      const o = { async of(a) { await 1 }, key: async () => 1 }
      export const main = async () => [declared, arrow, new A().method, A['x y'], new A().p(), o.of, o.key, async (a) => a]
        .map((f) => [f.name, f.length])`) as { code: string }
    expect(await load(code)()).toEqual([
      ['declared', 1],
      ['arrow', 4],
      ['method', 1],
      ['x y', 2],
      ['#p', 0],
      ['of', 1],
      ['key', 0],
      ['', 1],
    ])
  })

  it.each([
    ['an arrow has the arguments around it', 'return await (async () => arguments[0])()', [7]],
    ['arguments and rest', 'const f = async (a, b, ...c) => { await 1; return [a, b, c] }; return f(1)', []],
    ['a line that begins with await', 'let a = 1\nawait 1 || 2\nconst b = a\nawait null, 2\nreturn b', []],
    ['an operand on the next line', 'return await\n  [1][0]', []],
    ['awaits in awaits', 'return await (await Promise.resolve(async () => await await 5))()', []],
    ['an object for an arrow', 'return (await (async () => ({ a: await 1 }))()).a', []],
    [
      'functions in a loop',
      'const fs = []; for (const i of [1, 2]) fs.push(async () => i); let s = 0; for (const f of fs) s = s * 10 + await f(); return s',
      [],
    ],
    [
      'functions in a switch',
      'switch (1) { case 1: async function f() { await 1; return 3 } return f() }',
      [],
    ],
    ['a function before its declaration', 'return f(); async function f() { await null; return 1 }', []],
    [
      'recursion by its own name',
      'const f = async function g(n) { await null; return n === 0 ? 0 : g(n - 1) }; return f(3)',
      [],
    ],
    ['a parameter without parentheses', 'return (async x=>x)(4)', []],
    ['comments in between', 'return (async /* => ( */ (a /* => */, b) /* => */ => /* => */ a + b)(1, 2)', []],
    [
      'a labelled for await',
      'const seen = []; outer: for await (const a of [1, 2]) { for await (const b of [1, 2]) { if (b === 2) continue outer; seen.push(a * 10 + b) } } return seen',
      [],
    ],
    ['for await without a block', 'let s = 0; if (true) for await (const a of [1, 2]) s += a; return s', []],
    [
      'for await into a pattern',
      'let a, b = []; for await ({ a, ...b[0] } of [{ a: 1, c: 2 }]); return [a, b]',
      [],
    ],
    [
      'for await over what is thrown',
      'try { for await (const a of (() => { throw 5 })()); } catch (e) { return e }',
      [],
    ],
    [
      'members of super',
      'class A { get x() { return 1 } m(a) { return a + this.y } } class B extends A { y = 1; async n(k) { await 1; return super.m(super[k]) + await (async () => super.x)() } } return new B().n("x")',
      [],
    ],
    [
      'a strict function in sloppy code',
      'async function f() { "use strict"; await 1; return this } return [await f.call(1)]',
      [],
    ],
    [
      'two methods of one name',
      'class A { async m() { return 1 } async m() { return await 2 } } return new A().m()',
      [],
    ],
    [
      'generators without a name of their own',
      `const a = async function* () { yield 1 }, o = { p: async function * /* * ( */ (x) { yield x }, async *q() { yield 3 }, async * ["r"]() { yield 4 } }
       const all = [], of = async (it) => { for await (const x of it) all.push(x) }
       await of(a()); await of(o.p(2)); await of(o.q()); await of(o.r()); await of((async function*(){ yield 5 })()); await of((() => async function*
       () { yield 6 })()())
       return [all, a.name, o.p.name, a.length, o.p.length]`,
      [],
    ],
    [
      'functions without a name of their own',
      'return [await (async function () { await 1; return 1 })(), await (async function(a){ return a })(2), await (async function\n(a) { return await a })(3)]',
      [],
    ],
    ['fields', 'class A { #y = 2; x = async () => { await 1; return this.#y } } return new A().x()', []],
    [
      'eval',
      'function g(secret) { const f = async () => { await 1; return eval("secret") }; return f() } return g(3)',
      [],
    ],
  ])('%s', async (_what, body, args) => {
    const source = `async function main() { ${body} }`
    const native = await new Function(`${source}\nreturn main`)()(...args)
    const { code } = lowered(source) as { code: string }
    expect(await load(code)(...(args as never[]))).toEqual(native)
  })

  it('keeps every line where it was, also where it moves something', () => {
    const source = [
      'export async function',
      '  main /* a',
      '  comment */ (a,',
      '    b) { for await (const x',
      '    of',
      '    [a, b]',
      '  ) { await',
      '    1 }',
      '  return async function* () { yield',
      '    mark }',
      '}',
      'async () =>',
      '  mark',
      'class B extends A { async m() { return super',
      '  .x(',
      '    mark) } }',
    ]
    const { code } = lowered(source.join('\n')) as { code: string }
    const lines = code.split('\n')
    expect(lines).toHaveLength(source.length)
    const marked = (all: string[]) => all.flatMap((line, at) => (line.includes('mark') ? [at] : []))
    expect(marked(lines)).toEqual(marked(source))
  })

  it('takes types off files that are raw', () => {
    const { code } = lowered(
      'export const main = async <T>(x: T): Promise<T> => x satisfies T',
      'app.ts',
      true,
    ) as {
      code: string
    }
    expect(code).toContain('main = (__acoro_0) => { return __acoro_plain1(')
    expect(lowered('export const async: number = 1', 'app.ts', true)).toBeNull()
  })

  it('says where a file cannot be parsed', () => {
    expect(() => lowered('const a = 1\nexport async function (', 'broken.js')).toThrow(/^broken\.js:2:\d+: /)
  })

  onlyOn('exceptBun', 'columns of its stacks are those of parentheses')(
    'leads each call to its line and column',
    async () => {
      const source = [
        '// The helpers are named on the first line.',
        'export async function main(at, x = at(0)) {',
        '  await at(1); const y = await at(2) ?? at(9)',
        '  for (const z of [at(3)]) { try { await null; throw at(4) } catch { at(5) } finally { at(6) } }',
        '  const o = { async m(k) { return k + (await at(7)) } }',
        '  return [await o.m(at(8)), await (async (',
        '    q = at(10)',
        '  ) => { await q; return at(11) })()]',
        '}',
      ]
      const { code, map } = lowered(source.join('\n')) as { code: string; map: string }
      const seen = new Map<number, string>()
      const at = (n: number) => {
        seen.set(n, new Error().stack?.split('\n')[2] as string)
        return n
      }
      const prefix = load(code)
      // \`new Function\` puts two lines in front.
      await prefix(at as never)
      const tracer = new TraceMap(map)
      const found = [...seen].map(([n, frame]) => {
        const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) as RegExpExecArray
        const position = originalPositionFor(tracer, { line: Number(line) - 2, column: Number(column) - 1 })
        return [n, position.line, position.column]
      })
      const wanted = [...seen.keys()].map((n) => {
        const line = source.findIndex((text) => text.includes(`at(${n})`))
        return [n, line + 1, (source[line] as string).indexOf(`at(${n})`)]
      })
      expect(found).toEqual(wanted)
      expect(found).toHaveLength(11)
    },
  )
})

describe('which files are lowered', () => {
  it.each([
    ['/app/src/a.ts', {}, true],
    ['/app/node_modules/p-queue/dist/index.js', {}, false],
    ['/app/node_modules/p-queue/dist/index.js', { include: ['p-queue'] }, true],
    ['/app/node_modules/.pnpm/p-queue@9/node_modules/p-queue/dist/index.js', { include: ['p-queue'] }, true],
    ['/app/node_modules/p-queue/node_modules/eventemitter3/index.js', { include: ['p-queue'] }, false],
    ['/app/node_modules/@scope/a/index.js', { include: ['@scope/a'] }, true],
    ['/app/node_modules/@acoro/async/dist/index.js', { include: ['@acoro/async'] }, false],
    ['/app/src/hot/loop.ts', { exclude: ['/hot/', /x$/] }, false],
  ])('%s with %o: %s', (file, options, included) => {
    expect(isIncluded(file, options)).toBe(included)
  })
})

describe('what TypeScript has lowered', () => {
  it('takes its helpers from here, on the same lines', () => {
    expect(redirectTslib("import { __awaiter, __decorate } from 'tslib';\nfoo()")).toBe(
      "import { __awaiter } from '@acoro/async/helpers/tslib'; import { __decorate } from 'tslib';\nfoo()",
    )
    expect(redirectTslib('import {\n  __awaiter,\n} from "tslib"\nfoo()')).toBe(
      "import { __awaiter } from '@acoro/async/helpers/tslib';\n\n\nfoo()",
    )
    expect(redirectTslib("import { __decorate } from 'tslib'")).toBeNull()
  })
})
