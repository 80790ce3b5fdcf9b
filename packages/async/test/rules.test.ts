// only on server: it runs compilers
//
// The rules of the language for async functions and async generators, each as a program that logs what it
// does. Each is run natively and lowered by each compiler, and the traces have to be equal. What a compiler
// breaks by itself, whatever its helpers do, is named.

import { describe, expect, test } from 'vitest'
import { compilers } from './support/compilers.ts'
import { run, runNative } from './support/lowered.ts'

interface Rule {
  readonly rule: string
  readonly source: string
  /** The compilers that break it, and how. */
  readonly brokenBy?: Readonly<Record<string, string>>
}

const rules: readonly Rule[] = [
  {
    rule: 'the body runs inside the call up to its first await',
    source: `const f = async () => { log('in'); await null; log('after') }
      const p = f(); log('called'); return p`,
  },
  {
    rule: 'every await takes a turn, also of a value that is no promise',
    source: `const f = async () => { await 1; log('f1'); await undefined; log('f2') }
      const g = async () => { await 1; log('g1'); await 1; log('g2') }
      return Promise.all([f(), g()])`,
  },
  {
    rule: 'awaits take as many turns as those of native code beside them',
    source: `const f = async () => { for (let i = 0; i < 4; i++) { await Promise.resolve(i); log('f' + i) } }
      let p = Promise.resolve(); for (let i = 0; i < 4; i++) p = p.then(() => log('n' + i))
      return Promise.all([f(), p])`,
  },
  {
    rule: 'returning a promise takes three turns, returning its value one',
    source: `const f = async () => Promise.resolve('promise'), g = async () => await Promise.resolve('awaited'), h = async () => 'value'
      let p = Promise.resolve(); for (let i = 0; i < 5; i++) p = p.then(() => log(i))
      for (const k of [f, g, h]) k().then(log)
      return p`,
  },
  {
    rule: 'what a call returns is a promise, and of no other class',
    source: `const p = (async () => { await null })()
      log(p instanceof Promise, p.constructor === Promise, Object.getPrototypeOf(p) === Promise.prototype, Reflect.ownKeys(p).length)
      return p`,
  },
  {
    rule: 'an error before the first await rejects',
    source: `const f = async () => { throw new Error('early') }
      return f().catch((e) => log(e.message))`,
  },
  {
    rule: 'an error of a default parameter rejects',
    source: `const f = async (a = (() => { throw new Error('default') })()) => { log('not here') }
      let p; try { p = f() } catch (e) { log('thrown'); return }
      return p.catch((e) => log(e.message))`,
    brokenBy: { swc: 'evaluates default parameters of arrows outside of the promise' },
  },
  {
    rule: 'an error of destructuring a parameter rejects',
    source: `async function f({ a }) { return a }
      let p; try { p = f(null) } catch (e) { log('thrown'); return }
      return p.catch((e) => log(e.name))`,
  },
  {
    rule: 'this and arguments are those of the call',
    source: `const o = { tag: 'o', async m() { await null; return [this.tag, arguments.length] } }
      return o.m(1, 2, 3).then((v) => log(v))`,
  },
  {
    rule: 'an arrow has the this and the arguments around it',
    source: `function outer() { return (async () => { await null; return [this.tag, arguments[0]] })() }
      return outer.call({ tag: 't' }, 7).then((v) => log(v))`,
  },
  {
    rule: 'super is that of the method',
    source: `class A { m() { return 'A' } static s() { return 'SA' } get x() { return 'x' } }
      class B extends A { async m() { await null; return super.m() + super.x } static async s() { await null; return super.s() } }
      return Promise.all([new B().m(), B.s()]).then((v) => log(v))`,
  },
  {
    rule: 'new.target is undefined, and calling with new throws',
    source: `async function f() { await null; return new.target }
      try { new f(); log('made') } catch (e) { log(e.name) }
      return f().then((v) => log(v))`,
    brokenBy: Object.fromEntries(
      ['esbuild', 'typescript', 'swc', 'babel', 'oxc'].map((name) => [
        name,
        'makes a plain function of it, which can be called with new',
      ]),
    ),
  },
  {
    rule: 'private members can be used after an await',
    source: `class A { #x = 1; async m() { await null; this.#x++; return this.#x } }
      return new A().m().then((v) => log(v))`,
  },
  {
    rule: 'a finally may await, and its return overrides',
    source: `const f = async () => { try { throw new Error('x') } finally { await null; return 'over' } }
      return f().then((v) => log(v))`,
  },
  {
    rule: 'return await inside try is caught, return is not',
    source: `const bad = () => Promise.reject(new Error('bad'))
      const f = async () => { try { return await bad() } catch { return 'caught' } }
      const g = async () => { try { return bad() } catch { return 'caught' } }
      return Promise.allSettled([f(), g()]).then((r) => log(r.map((x) => x.value ?? x.reason.message)))`,
  },
  {
    rule: 'a thenable is called in a turn of its own, once',
    source: `const t = { then(yes) { log('then'); yes(1); yes(2) } }
      const f = async () => { log(await t) }
      const p = f(); log('called'); return p`,
  },
  {
    rule: 'a thenable that throws after it has resolved has resolved',
    source: `const t = { then(yes) { yes('fine'); throw new Error('late') } }
      return (async () => log(await t))()`,
  },
  {
    rule: 'a getter of then is read once, and its error rejects',
    source: `let reads = 0
      const once = { get then() { reads++; return undefined } }
      const bad = { get then() { throw new Error('getter') } }
      return (async () => { await once; log(reads); try { await bad } catch (e) { log(e.message) } })()`,
  },
  {
    rule: 'the constructor of an awaited promise may throw, at once',
    source: `const p = Promise.resolve(1); Object.defineProperty(p, 'constructor', { get() { throw new Error('ctor') } })
      return (async () => { try { await p } catch (e) { log(e.message) } })()`,
  },
  {
    rule: 'an own then of a native promise is ignored by await',
    source: `const p = Promise.resolve('own'); p.then = () => { log('called') }
      return (async () => log(await p))()`,
  },
  {
    rule: 'a promise of a subclass is adopted by its then',
    source: `class P extends Promise { then(...a) { log('then'); return super.then(...a) } }
      return (async () => log(await P.resolve(1)))()`,
  },
  {
    rule: 'undefined can be thrown, and awaited in vain',
    source: `return (async () => { try { await Promise.reject(undefined) } catch (e) { log('caught', e) } throw undefined })().catch((e) => log('out', e))`,
  },
  {
    rule: 'a function can be awaited, as itself or as a thenable',
    source: `const f = () => 1; const t = () => 2; t.then = (yes) => yes('thenable')
      return (async () => { log((await f) === f, await t) })()`,
  },
  {
    rule: 'calls may recurse deeply after an await',
    source: `const f = async (n) => { await null; return n === 0 ? 0 : 1 + await f(n - 1) }
      return f(2000).then((v) => log(v))`,
  },
  {
    rule: 'an async generator is lazy, and has one result a next()',
    source: `async function* g() { log('begins'); const x = yield 1; log('got', x); yield 2; return 3 }
      return (async () => { const i = g(); log('made'); for (const s of ['a', 'b', 'c', 'd']) log(JSON.stringify(await i.next(s))) })()`,
  },
  {
    rule: 'requests of an async generator wait in line',
    source: `async function* g() { await null; yield 1; await null; yield 2 }
      const i = g()
      return Promise.all([i.next(), i.next(), i.next(), i.return('r'), i.next()]).then((r) => log(JSON.stringify(r)))`,
  },
  {
    rule: 'a yielded promise is awaited, and its error is thrown at the yield',
    source: `async function* g() { try { yield Promise.reject(new Error('y')) } catch (e) { log('at yield', e.message); yield Promise.resolve('ok') } }
      return (async () => { for await (const v of g()) log(v) })()`,
  },
  {
    rule: 'a returned promise is awaited inside of the try around it',
    source: `async function* g() { try { return Promise.reject(new Error('r')) } catch (e) { log('caught', e.message); return 'c' } }
      return g().next().then((r) => log(JSON.stringify(r)), (e) => log('out', e.message))`,
    brokenBy: Object.fromEntries(
      ['esbuild', 'swc', 'babel', 'oxc'].map((name) => [
        name,
        'leaves it to the helper, after the body has ended',
      ]),
    ),
  },
  {
    rule: 'return() before the begin awaits its value and runs nothing',
    source: `async function* g() { log('not here') }
      return (async () => { const i = g(); log(JSON.stringify(await i.return(Promise.resolve(5))), JSON.stringify(await i.next())) })()`,
  },
  {
    rule: 'return() with a rejected promise throws at the yield',
    source: `async function* g() { try { yield 1 } catch (e) { log('caught', e.message); return 'c' } }
      return (async () => { const i = g(); await i.next(); log(JSON.stringify(await i.return(Promise.reject(new Error('r'))))) })()`,
    brokenBy: {},
  },
  {
    rule: 'throw() before the begin ends the generator',
    source: `async function* g() { log('not here') }
      return (async () => { const i = g(); await i.throw(new Error('t')).catch((e) => log(e.message)); log(JSON.stringify(await i.next())) })()`,
  },
  {
    rule: 'a finally of an async generator runs when a loop is left',
    source: `async function* g() { try { yield 1; yield 2 } finally { await null; log('closed') } }
      return (async () => { for await (const v of g()) { log(v); break } log('left') })()`,
  },
  {
    rule: 'yield* passes next, throw and return on, and has the value returned',
    source: `async function* inner() { try { log(yield 1); yield 2 } catch (e) { log('inner', e.message); yield 'c' } finally { log('inner ends') } return 'v' }
      async function* outer() { log('result', yield* inner()) }
      return (async () => { const i = outer(); log(JSON.stringify([await i.next(), await i.next('s'), await i.throw(new Error('t')), await i.next()]))
        const j = outer(); await j.next(); log(JSON.stringify(await j.return('R')), JSON.stringify(await j.next())) })()`,
  },
  {
    rule: 'yield* of a synchronous iterable awaits its values',
    source: `async function* g() { yield* [Promise.resolve(1), 2] }
      return (async () => { for await (const v of g()) log(v) })()`,
  },
  {
    rule: 'yield* of an iterator without throw closes it, and throws TypeError',
    source: `const it = { [Symbol.asyncIterator]() { return this }, next: async () => ({ value: 1, done: false }), return: async () => { log('closed'); return {} } }
      async function* g() { yield* it }
      return (async () => { const i = g(); await i.next(); await i.throw(new Error('x')).catch((e) => log(e.name)) })()`,
  },
  {
    rule: 'yield* does not await what an async iterator hands over',
    source: `const it = { [Symbol.asyncIterator]() { return this }, n: 0, next() { return { value: Promise.resolve('p'), done: this.n++ > 0 } } }
      async function* g() { yield* it }
      return (async () => { const r = await g().next(); log(r.value instanceof Promise) })()`,
  },
  {
    rule: 'an async generator has the prototype of async iterators',
    source: `async function* g() {}
      const i = g(); log(Object.prototype.toString.call(i), i[Symbol.asyncIterator]() === i)
      return i.next().then((r) => log(JSON.stringify(r)))`,
  },
  {
    rule: 'an error of a default parameter of an async generator is thrown by the call',
    source: `async function* g(a = (() => { throw new Error('d') })()) {}
      try { g(); log('not thrown') } catch (e) { log(e.message) }`,
    brokenBy: {},
  },
  {
    rule: 'methods of an async generator with a wrong receiver reject',
    source: `async function* g() { yield 1 }
      const { next } = g()
      let p; try { p = next.call({}) } catch (e) { log('thrown'); return }
      return p.catch((e) => log(e.name))`,
  },
  {
    rule: 'for await over a rejected promise in an array throws',
    source: `return (async () => { try { for await (const v of [1, Promise.reject(new Error('x'))]) log(v) } catch (e) { log(e.message) } })()`,
  },
  {
    rule: 'for await over what is not iterable throws TypeError',
    source: `return (async () => { try { for await (const v of 5) log(v) } catch (e) { log(e.name) } })()`,
  },
  {
    rule: 'await using disposes in reverse, and joins the errors',
    source: `const r = (name, fails) => ({ async [Symbol.asyncDispose]() { await null; log('disposed', name); if (fails) throw new Error(name) } })
      return (async () => { await using a = r('a', true); await using b = r('b', true); throw new Error('body') })().catch((e) => log(e.name, e.error.message, e.suppressed.error.message))`,
  },
]

async function traceOf(start: (log: (...values: unknown[]) => void) => unknown): Promise<string[]> {
  const lines: string[] = []
  await start((...values) => void lines.push(values.map(String).join(' ')))
  return lines
}

/** Node 20 has no \`using\`. */
const isNewer = (source: string): boolean => source.includes('using ')

describe.each(compilers)('lowered by $name', (compiler) => {
  test.each(rules)('$rule', async ({ rule, source, brokenBy }) => {
    const got = await traceOf((log) => run(source, { log }, compiler))
    if (isNewer(source)) {
      expect(got).toEqual(['disposed b', 'disposed a', 'SuppressedError a b'])
      return
    }
    const expected = await traceOf((log) => runNative(source, { log }))
    if (brokenBy?.[compiler.name] === undefined) expect(got, rule).toEqual(expected)
    else expect(got, `${compiler.name} no longer breaks it: ${rule}`).not.toEqual(expected)
  })
})
