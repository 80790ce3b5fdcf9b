import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { apiOf } from '../api.ts'
import type { Package } from '../lib/workspace.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'acoro-api-'))
})

afterEach(() => {
  rmSync(dir, { recursive: true })
})

/** A built package with these declaration files and one entry, `index.d.ts`. */
function built(files: Record<string, string>): Package {
  mkdirSync(join(dir, 'dist'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, 'dist', name), text)
  const types = join(dir, 'dist/index.d.ts')
  const entry = { subpath: '.', specifier: '@acoro/x', source: '', types, file: '' }
  return { id: 'x', dir, manifest: { name: '@acoro/x', version: '1.0.0', exports: {} }, entries: [entry] }
}

it('lists what an entry exports, by name, without comments', () => {
  const pkg = built({
    'index.d.ts': "export { Lock, type Options } from './lock.js';\nexport * from './many.js';\n",
    'lock.d.ts': [
      '/** A lock. */',
      'export declare class Lock {',
      '    #private;',
      '    /** Whether it is held. */',
      '    locked(): boolean;',
      '}',
      'export interface Options {',
      '    owned?: boolean; // see Lock',
      '}',
      'export declare const hidden: 1;',
    ].join('\n'),
    'many.d.ts': 'export declare function f(a: string): void;\nexport declare function f(a: number): void;\n',
  })
  expect(apiOf(pkg)).toBe(
    [
      '# @acoro/x',
      'class Lock {\n    #private;\n    locked(): boolean;\n}',
      'interface Options {\n    owned?: boolean;\n}',
      'function f(a: string): void;\nfunction f(a: number): void;\n',
    ].join('\n\n'),
  )
})

it('says where a renamed or foreign export comes from', () => {
  const pkg = built({
    'index.d.ts': "export { inner as outer } from './a.js';\nexport type { Task } from '@acoro/core';\n",
    'a.d.ts': 'export declare const inner: number;\n',
  })
  expect(apiOf(pkg)).toBe(
    "# @acoro/x\n\nexport type { Task } from '@acoro/core'\n\n// exported as outer\nconst inner: number;\n",
  )
})
