// only on server: the compiler is a program

import { taskOf } from '@acoro/async'
import * as helpers from '@acoro/async/helpers/esbuild'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { describe, expect, it } from 'vitest'
import { lower } from '../../src/plugin/lower.ts'
import { isIncluded } from '../../src/plugin/scope.ts'
import { redirectTslib } from '../../src/plugin/tslib.ts'

const lowered = (code: string, file = 'app.js', raw = false) => lower(code, file, { raw })

/** Runs lowered code, and returns what it exports as `main`. */
function load(code: string): (...args: never[]) => Promise<unknown> {
  const body = code
    .replace(/^import \{ (.*) \} from "@acoro\/async\/helpers\/esbuild";/m, 'const { $1 } = helpers;')
    .replace(/^export /gm, '')
    .replace(/^\/\/# sourceMapping.*$/m, '')
  return new Function('helpers', `${body}\nreturn main`)(helpers) as () => Promise<unknown>
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

  it('leaves alone the helpers that a program brings along, under whatever name', async () => {
    const { code } = lowered(
      'var __async = (a, b, c) => "theirs"; export async function main() { return [__async(), await 1] }',
    ) as { code: string }
    expect(await load(code)()).toEqual(['theirs', 1])
  })

  it('requires the helpers in CommonJS', () => {
    const { code } = lowered('exports.main = async () => 1', 'app.cjs') as { code: string }
    expect(code).toMatch(/^var \{ __async \} = require\("@acoro\/async\/helpers\/esbuild"\);$/m)
    expect(lowered('#!/usr/bin/env node\n"use strict"\nexport const main = async () => 1')?.code).toMatch(
      /^#!\/usr\/bin\/env node\n"use strict";\nimport \{ __async \} from/,
    )
  })

  it('leaves top-level await alone, however it stands', () => {
    const source = [
      'const a = await load(), ü = !await b, c = [typeof await(a), await -1]; const f = async () => await a',
      'if (await f()) { await f(); await (await f()).x }',
    ].join('\n')
    const { code, map } = lowered(source) as { code: string; map: string }
    expect(code.slice(code.indexOf('const a'))).toBe(
      [
        'const a = await load(), ü = !await b, c = [typeof await a, await -1];',
        'const f = () => __async(null, null, function* () {',
        '  return yield a;',
        '});',
        'if (await f()) {',
        '  await f();',
        '  await (await f()).x;',
        '}',
        '',
      ].join('\n'),
    )
    expect(JSON.parse(map)).toMatchObject({ sourcesContent: [source] })
    expect(() => lowered('for await (const x of y) {}\nexport async function f() {}', 'a.js')).toThrow(
      new SyntaxError(
        'a.js:1:5: a `for await` at the top level cannot be lowered: put it into an async function',
      ),
    )
  })

  it('takes types off files that are raw', () => {
    const { code } = lowered(
      'export const main = async <T>(x: T): Promise<T> => x satisfies T',
      'app.ts',
      true,
    ) as {
      code: string
    }
    expect(code).toContain('main = (x) => __async(')
  })

  it('says where a file cannot be parsed', () => {
    expect(() => lowered('export async function (', 'broken.js')).toThrow(/broken\.js:1:\d+: ERROR/)
  })

  it('leads each call to its line and column', async () => {
    const source = [
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
  })
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
