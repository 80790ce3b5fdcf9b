// Where linters of this kind go wrong: copies of the library, other parsers, no types, names that mean
// something else.

import { join } from 'node:path'
import plugin from '@acoro/eslint-plugin'
import * as svelte from 'svelte-eslint-parser'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import * as vue from 'vue-eslint-parser'
import { fixed, lint } from './support/lint.ts'
import { fixtures, inCoroutine, prelude } from './support/prelude.ts'
import { declarations, Project } from './support/project.ts'
import { announce, sharedParser } from './support/shared-program.ts'

const rulesIn = (code: string, one: Parameters<typeof lint>[1]): string[] =>
  lint(code, one).map(({ rule, line }) => `${line} ${rule}`)

describe.each([
  ['with the brand', true],
  ['by the names of classes', false],
])('awaitables are known %s', (_title, isBranded) => {
  const code = `import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { load } from 'a-library'
export const main = coroutine(function* () {
  sleep(1)
  load()
  gather([load()])
  createTask(sleep(1))
  if (load()) yield* sleep(1)
})
`
  const expected = [
    '4 no-floating-awaitable',
    '5 no-floating-awaitable',
    '6 no-floating-awaitable',
    '8 no-awaitable-as-value',
  ]
  const core = declarations(isBranded)
  const library =
    "import { Coroutine } from '@acoro/core'\nexport declare function load(): Coroutine<boolean>\n"

  const reports = (project: Project): string[] =>
    rulesIn(code, {
      mode: 'typed',
      filename: project.write('main.ts', code),
      languageOptions: project.languageOptions,
    })

  it('from two copies of core', () => {
    const project = new Project()
    project.addPackage('node_modules/@acoro/core', '@acoro/core', 'index.d.ts', core)
    project.addPackage('node_modules/a-library', 'a-library', 'index.d.ts', library)
    project.addPackage('node_modules/a-library/node_modules/@acoro/core', '@acoro/core', 'index.d.ts', core)
    expect(reports(project)).toEqual(expected)
  })

  it('from sources that `paths` lead to', () => {
    const project = new Project({
      paths: {
        '@acoro/core': ['./packages/core/src/index.ts'],
        'a-library': ['./packages/lib/src/index.ts'],
      },
    })
    project.addPackage('packages/core', '@acoro/core', 'src/index.ts', core)
    project.addPackage('packages/lib', 'a-library', 'src/index.ts', library)
    expect(reports(project)).toEqual(expected)
  })

  it('through symbolic links', () => {
    const project = new Project()
    project.addPackage('packages/core', '@acoro/core', 'dist/index.d.ts', core)
    project.addPackage('packages/lib', 'a-library', 'dist/index.d.ts', library)
    project.link('node_modules/@acoro/core', 'packages/core')
    project.link('node_modules/a-library', 'packages/lib')
    project.link('packages/lib/node_modules/@acoro/core', 'packages/core')
    expect(reports(project)).toEqual(expected)
  })

  it('without strictNullChecks, where anything may be null', () => {
    const project = new Project({ strict: false })
    project.addPackage('node_modules/@acoro/core', '@acoro/core', 'index.d.ts', core)
    project.addPackage('node_modules/a-library', 'a-library', 'index.d.ts', library)
    expect(reports(project)).toEqual(expected)
    const nullable = `import type { Task } from '@acoro/core'
export const has = (pages: Map<number, Task<void>>): boolean => (pages.get(1) ? true : false)
`
    expect(
      rulesIn(nullable, {
        mode: 'typed',
        filename: project.write('main.ts', nullable),
        languageOptions: project.languageOptions,
      }),
    ).toEqual([])
  })

  it("but not a program's own class of such a name", () => {
    const project = new Project()
    const own =
      'export class Task { cancel() {} }\nexport const start = (): Task => new Task()\nif (start()) start()\n'
    const all = `import { sleep } from '@acoro/core'\nexport const s = sleep\n${own}`
    project.addPackage('node_modules/@acoro/core', '@acoro/core', 'index.d.ts', core)
    expect(
      rulesIn(all, {
        mode: 'typed',
        filename: project.write('main.ts', all),
        languageOptions: project.languageOptions,
      }),
    ).toEqual([])
  })
})

describe('without types', () => {
  const code = `import { coroutine, sleep } from '@acoro/core'
export const main = coroutine(function* () {
  sleep(1)
})
`

  it.each(['typed', 'untyped'] as const)('the configuration for %s code runs on plain JavaScript', (mode) => {
    const reports = rulesIn(code, { mode, filename: join(fixtures, 'case.mjs'), languageOptions: {} })
    expect(reports).toEqual(['3 no-floating-awaitable'])
  })

  it('`recommended` asks for no types, even if there are any', () => {
    const services = typesAsked(`${prelude.typed}${inCoroutine('save(1)')}`, 'untyped')
    expect(services).toEqual({ asked: 0, reports: [] })
  })

  it.each([
    ['vue', vue, `<script setup>\n${code}</script>\n<template><p>{{ main }}</p></template>\n`, '4'],
    ['svelte', svelte, `<script>\n${code.replace('export ', '')}</script>\n<p>{main}</p>\n`, '4'],
  ])('a .%s file', (ending, parser, text, line) => {
    const filename = join(fixtures, `case.${ending}`)
    const reports = rulesIn(text, { mode: 'typed', filename, languageOptions: { parser } })
    expect(reports).toEqual([`${line} no-floating-awaitable`])
  })

  it('a .vue file with types', () => {
    const project = new Project()
    project.addPackage('node_modules/@acoro/core', '@acoro/core', 'index.d.ts', declarations(true))
    const template = '<template><p @click="main()">{{ main() ? 1 : 2 }}</p></template>'
    const text = `<script setup lang="ts">\n${code.replace('export ', '')}</script>\n${template}\n`
    const filename = project.write('case.vue', text)
    project.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', types: [] },
        include: ['*.vue'],
      }),
    )
    const { parserOptions } = project.languageOptions as { parserOptions: object }
    const options = {
      parser: vue,
      parserOptions: { ...parserOptions, parser: tseslint.parser, extraFileExtensions: ['.vue'] },
    }
    expect(rulesIn(text, { mode: 'typed', filename, languageOptions: options })).toEqual([
      '4 no-floating-awaitable',
    ])
  })
})

describe('JavaScript', () => {
  it('with types by JSDoc', () => {
    const code = `import { load } from './world.ts'

/** @param {(id: number) => ReturnType<typeof load>} get */
export function name(get) {
  return get(1).name
}
`
    expect(rulesIn(code, { mode: 'typed', filename: join(fixtures, 'plain.js') })).toEqual([
      '5 no-awaitable-as-value',
    ])
  })

  it('with require', () => {
    const code = `const { coroutine, sleep: pause } = require('@acoro/core')
const acoro = require('@acoro/core')
exports.main = coroutine(function* () {
  pause(1)
  acoro.sleep(1)
})
`
    const one = {
      mode: 'untyped',
      filename: join(fixtures, 'case.cjs'),
      languageOptions: { sourceType: 'commonjs' },
    } as const
    expect(rulesIn(code, one)).toEqual(['4 no-floating-awaitable', '5 no-floating-awaitable'])
  })
})

describe('names', () => {
  const untyped = { mode: 'untyped' } as const

  it('that were imported as others', () => {
    const code = `import { coroutine as co, sleep as pause } from '@acoro/core'
const load = co(function* () { yield* pause(1) })
export const main = co(function* () {
  pause(1)
  load()
})
`
    expect(rulesIn(code, untyped)).toEqual(['4 no-floating-awaitable', '5 no-floating-awaitable'])
  })

  it('of a namespace', () => {
    const code = `import * as acoro from '@acoro/core'
import { asyncio } from '@acoro/compat'
export const main = acoro.coroutine(function* () {
  acoro.sleep(1)
  asyncio.sleep(1)
})
`
    expect(rulesIn(code, untyped)).toEqual(['4 no-floating-awaitable', '5 no-floating-awaitable'])
  })

  it('that are hidden by others mean those', () => {
    const code = `import { coroutine, sleep } from '@acoro/core'
export const main = coroutine(function* (load: () => void) {
  yield* sleep(1)
  const inner = (sleep: (ms: number) => void): void => sleep(1)
  load()
  { const sleep = (): void => {}; sleep() }
  inner(load)
})
`
    expect(rulesIn(code, untyped)).toEqual([])
  })

  it('that a module of the program passes on, by the setting', () => {
    const code = `import { coroutine, sleep } from '#acoro'
export const main = coroutine(function* () { sleep(1) })
`
    expect(rulesIn(code, untyped)).toEqual([])
    expect(rulesIn(code, { ...untyped, settings: { modules: ['#acoro'] } })).toEqual([
      '2 no-floating-awaitable',
    ])
  })

  it('that are written again mean nothing certain', () => {
    const code = `import { coroutine, sleep } from '@acoro/core'
let pause: (ms: number) => unknown = coroutine(function* (ms: number) { yield* sleep(ms) })
pause = (ms) => ms
export const main = (): void => { pause(1) }
`
    expect(rulesIn(code, untyped)).toEqual([])
  })
})

describe('generators in unusual places', () => {
  it.each([
    ['a class field', 'export class A { work = coroutine(function* () { sleep(1) }) }'],
    ['an object method', 'export const a = { *work(): Generator<Suspension, void, unknown> { sleep(1) } }'],
    ['a decorated method', 'export class A { @coroutine *work() { sleep(1) } }'],
    [
      'a decorated private method',
      'export class A { @coroutine *#work() { sleep(1) }; run() { return this.#work } }',
    ],
    ['a static block', 'export class A { static { coroutine(function* () { sleep(1) }) } }'],
    ['a default export', 'export default coroutine(function* () { sleep(1) })'],
  ])('%s', (_title, code) => {
    for (const mode of ['typed', 'untyped'] as const) {
      const all = `import { coroutine, sleep, type Suspension } from '@acoro/core'\n${code}\n`
      expect(rulesIn(all, { mode })).toEqual(['2 no-floating-awaitable'])
      expect(fixed(all, { mode })).toBe(all.replace('{ sleep(1) }', '{ yield* sleep(1) }'))
    }
  })

  it('a yield* is offered neither in a field nor in a static block of a class in a coroutine', () => {
    for (const text of [
      'class A { field = (sleep(1), 2) }; log(A)',
      'class A { static { sleep(1) } }; log(A)',
    ]) {
      const code = `${prelude.untyped}${inCoroutine(text)}`
      expect(rulesIn(code, { mode: 'untyped' })).toHaveLength(1)
      expect(fixed(code, { mode: 'untyped' })).toBe(code)
    }
  })
})

interface Parsed {
  services: { esTreeNodeToTSNodeMap?: { get(node: object): unknown } }
}

/** How often the type checker is asked on the way. */
function typesAsked(code: string, mode: 'typed' | 'untyped'): { asked: number; reports: string[] } {
  let asked = 0
  const counting = {
    parseForESLint(text: string, options: object) {
      const result = sharedParser.parseForESLint(text, options) as Parsed
      const { services } = result
      const map = services.esTreeNodeToTSNodeMap
      if (map)
        services.esTreeNodeToTSNodeMap = {
          get(node) {
            asked++
            return map.get(node)
          },
        }
      return result
    },
  }
  announce([code])
  return { reports: rulesIn(code, { mode, languageOptions: { parser: counting } }), asked }
}

describe('a file that cannot have to do with acoro', () => {
  const line =
    'const f0 = (a: number): number => { if (a > 1) f0(a - 1); return [a].map((b) => b + 1).length }\n'

  it('costs nothing: no type is asked before an import or a generator is seen', () => {
    const code = Array.from({ length: 2000 }, (_, i) => line.replaceAll('f0', `f${i}`)).join('')
    expect(typesAsked(code, 'typed')).toEqual({ asked: 0, reports: [] })
  })

  it('is asked about with an import', () => {
    const { asked, reports } = typesAsked(`import { save } from './world.ts'\nsave(1)\n`, 'typed')
    expect(reports).toEqual(['2 no-floating-awaitable'])
    expect(asked).toBeGreaterThan(0)
  })
})

describe('the configurations', () => {
  it('turn the require-yield of ESLint off', () => {
    for (const config of Object.values(plugin.configs)) expect(config.rules['require-yield']).toBe('off')
  })

  it('have all rules, as errors', () => {
    for (const config of Object.values(plugin.configs))
      for (const rule of Object.keys(plugin.rules)) expect(config.rules[`@acoro/${rule}`]).toBe('error')
  })

  it('differ in whether types are asked', () => {
    const settings = Object.values(plugin.configs).map(({ settings }) => settings.acoro.types)
    expect(settings).toEqual([false, true])
  })
})

describe('fixes that import what they need', () => {
  const body = (rest: string): string => `export const main = coroutine(function* () {
  try {
    yield* sleep(1)
  } catch (error) {
    ${rest}
  }
})
`
  const before = body('console.log(error)')
  const after = body('throwIfCancelled(error)\n    console.log(error)')

  it.each([
    [
      'beside others',
      "import { coroutine, sleep } from '@acoro/core'",
      "import { coroutine, sleep, throwIfCancelled } from '@acoro/core'",
    ],
    [
      'beside others, with quotes and semicolons of their own',
      'import { coroutine, sleep } from "@acoro/core";',
      'import { coroutine, sleep, throwIfCancelled } from "@acoro/core";',
    ],
  ])('%s', (_title, head, expected) => {
    const output = fixed(`${head}\n${before}`, { mode: 'untyped' })
    expect(output.split('\n')[0]).toBe(expected)
    expect(output.replaceAll(';', '').slice(output.indexOf('\n'))).toContain(
      'throwIfCancelled(error)\n    console.log(error)',
    )
  })

  it('by the namespace', () => {
    const head = "import * as acoro from '@acoro/core'\nconst { coroutine, sleep } = acoro\n"
    const code = `import * as acoro from '@acoro/core'\n${before.replaceAll('coroutine(', 'acoro.coroutine(').replaceAll('sleep(', 'acoro.sleep(')}`
    expect(head).not.toBe(code)
    expect(fixed(code, { mode: 'untyped' })).toContain(
      '    acoro.throwIfCancelled(error)\n    console.log(error)',
    )
  })

  it('on a line of its own, if nothing is imported from there', () => {
    const code = `import { coroutine, sleep } from '#acoro'\n${before}`
    const output = fixed(code, { mode: 'untyped', settings: { modules: ['#acoro'] } })
    expect(output).toBe(
      `import { coroutine, sleep } from '#acoro'\nimport { throwIfCancelled } from '@acoro/core'\n${after}`,
    )
  })

  it('and once for all, if several need it', () => {
    const code = `import { coroutine, sleep } from '@acoro/core'\n${before}${before.replace('main', 'other')}`
    const output = fixed(code, { mode: 'untyped' })
    expect(output).toBe(
      `import { coroutine, sleep, throwIfCancelled } from '@acoro/core'\n${after}${after.replace('main', 'other')}`,
    )
  })

  it('but not where a type of the name is imported', () => {
    const code = `import { coroutine, sleep } from '@acoro/core'\nimport type { throwIfCancelled } from '@acoro/core'\nexport type T = typeof throwIfCancelled\n${before}`
    expect(fixed(code, { mode: 'untyped' })).toBe(code)
  })
})
