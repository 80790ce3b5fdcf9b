// only on server: the compiler is a program
//
// The heads of functions as programs may write them: comments that hold what the plugin looks for, and lines
// that end without a semicolon. Each program runs natively and lowered, with the same result.

import * as helpers from '@acoro/async/helpers/plugin'
import { describe, expect, it } from 'vitest'
import { lower } from '../../src/plugin/lower.ts'
import { bindHelpers } from '../support/compilers.ts'

type Main = () => Promise<unknown>

/** The code, without the import of the helpers; as it was if nothing is lowered. */
function lowered(source: string): string {
  return lower(source, 'app.js', { raw: false })?.code ?? source
}

const withoutImport = (code: string): string => code.replace(/^import .*?;/, '')

async function both(body: string): Promise<{ native: unknown; got: unknown; code: string }> {
  const source = `async function main() {\n${body}\n}`
  const native = await (new Function(`${source}\nreturn main`)() as Main)()
  const code = lowered(source)
  const got = await (new Function('ofPlugin', `${bindHelpers(code)}\nreturn main`)(helpers) as Main)()
  return { native, got, code }
}

describe('a comment may hold anything', () => {
  it.each([
    ['an arrow', 'return await (async /* ( */ a /* ) => */ => /* ( */ a)(1)'],
    [
      'an arrow with parentheses',
      'return await (async /* => */ ( /* ) */ a /* ( */ , /* => */ ) /* => */ => a)(1)',
    ],
    ['an arrow without parameters', 'return await (async /* a => */ (/* a */) /* => a */ => 1)()'],
    ['an arrow with a default', 'return await (async (a = (/* ) => */ 1)) /* => */ => a)()'],
    ['a function', 'return await (async /* ( */ function /* ( */ f /* ( */ (/* ) */ a) { return a })(1)'],
    [
      'a function without a name',
      'return await (async /* * */ function /* a(b */ (a) { return await a })(1)',
    ],
    ['a method', 'return await ({ async /* async m( */ m /* ( */ (a) { return a } }).m(1)'],
    [
      'a static method',
      'class A { /* async */ static /* async */ async /* static */ m /* ( */ (a) { return a } } return await A.m(1)',
    ],
    [
      'a generator',
      'class A { static async /* * */ * /* async * */ [/* ] */ "m"] /* * */ (a) { yield a } } for await (const a of A.m(1)) return a',
    ],
    [
      'a private method',
      'class A { async /* #a */ #m /* ( */ (a) { return a } m() { return this.#m(1) } } return await new A().m()',
    ],
    [
      'a call of super',
      'class A { m(a) { return a } } class B extends A { async m() { return super.m /* (2, */ (await 1) } } return await new B().m()',
    ],
    [
      'a static block',
      'let f; class A { static /* { */ { f = async () => { await 1; return 1 } } } return await f()',
    ],
  ])('%s', async (_what, body) => {
    const { native, got, code } = await both(body)
    expect(got).toEqual(native)
    expect(withoutImport(code).replace(/\/\*.*?\*\//g, '')).not.toMatch(/\basync\b/)
  })
})

describe('a line without a semicolon ends where it ended', () => {
  it.each([
    [
      'an arrow before a list',
      'let n = 0\nconst f = async () => { await 1 }\n;[1, 2].forEach((a) => { n += a })\nawait f()\nreturn n'.replace(
        ';[',
        '[',
      ),
    ],
    [
      'an arrow before a parenthesis',
      'let n = 0\nconst f = async () => { await 1; return 1 }\n(() => { n = 1 })()\nreturn [await f(), n]',
    ],
    ['an arrow before a template', 'const f = async () => { await 1; return 1 }\n`a`\nreturn await f()'],
    [
      'an arrow that begins a line',
      'let a = 1\nconst b = a\nasync () => { await 1 }\nasync (c) => c, 2\nreturn b',
    ],
    [
      'fields before computed methods',
      'const k = "m"; class A { a = 1\n async [k]() { return 2 }\n b = 3\n async *[Symbol.asyncIterator]() { yield this.a; yield this.b } }\n const all = [await new A().m()]; for await (const a of new A()) all.push(a); return all',
    ],
    [
      'fields before methods with the names of operators',
      'class A { a = 1\n async in() { return 2 }\n b = 3\n async instanceof() { return 4 } }\n const a = new A(); return [a.a, await a.in(), a.b, await a.instanceof()]',
    ],
    [
      'fields that hold arrows',
      'const k = "b"; class A { a = async () => { await 1; return 1 }\n [k] = 2 }\n return [await new A().a(), new A().b]',
    ],
    [
      'methods of objects and static ones',
      'const k = "m"; const o = { a: 1,\n async [k]() { return 2 } }; class A { static a = 3\n static async [k]() { return 4 } }\n return [await o.m(), await A.m()]',
    ],
  ])('%s', async (_what, body) => {
    const { native, got } = await both(body)
    expect(got).toEqual(native)
  })
})

describe('what only the function itself can mean leaves it native, and works', () => {
  it.each([
    [
      'a member of super is made by new',
      'class A {} A.prototype.X = class { y = 1 }; class B extends A { async m() { return new super.X().y } } return await new B().m()',
    ],
    [
      'a member of super in parentheses',
      'class A { m() { return this.a } } class B extends A { a = 1; async m() { return (super.m)() } } return await new B().m()',
    ],
    [
      'a pattern into a member of super',
      'class B { a = 0; async m() { ({ a: super.a, b: [super.b = 2] } = { a: await 1, b: [] }); return [this.a, this.b] } } return await new B().m()',
    ],
    ['yield is a name', 'var yield = 3; const f = async () => { await 1; return yield }; return await f()'],
  ])('%s', async (_what, body) => {
    const { native, got, code } = await both(body)
    expect(got).toEqual(native)
    expect(withoutImport(code)).toMatch(/\basync\b/)
  })

  it('members of super that are read are lowered', async () => {
    const { native, got, code } = await both(
      'class A { get all() { return [1, 2] } get n() { return 1 } } class B extends A { async m() { let s = 0; for (const a of super.all) s += await a; const { x = super.n } = {}; return [s, x, super.n + 1, { n: super.n }] } } return await new B().m()',
    )
    expect(got).toEqual(native)
    expect(withoutImport(code)).not.toMatch(/\basync\b/)
  })
})
