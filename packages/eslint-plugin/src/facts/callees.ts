/**
 * Who calls a callback, by the callee's name: functions that know nothing of coroutines, and what they do
 * with the callback's result. Types may say otherwise; `expectedOf` is asked as well.
 */

import { keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import type { SourceCode } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import type { Imports } from './imports.ts'

/**
 * `handler`: nobody looks at the result. `test`: a test runner's. `answer`: it is sent somewhere.
 * `predicate`: true or not.
 */
export type Caller = 'handler' | 'test' | 'answer' | 'promise' | 'predicate'

const timers = new Set([
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'setImmediate',
  'setInterval',
  'setTimeout',
])
const tests = new Set(['after', 'afterAll', 'afterEach', 'before', 'beforeAll', 'beforeEach', 'it', 'test'])
const runners = new Set(['@jest/globals', 'ava', 'bun:test', 'mocha', 'node:test', 'vitest'])
const clocks = new Set(['node:timers', 'timers'])
const globals = new Set(['global', 'globalThis', 'self', 'window'])
const listeners = new Set([
  'addEventListener',
  'addListener',
  'on',
  'once',
  'prependListener',
  'prependOnceListener',
])
const routes = new Set(['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'use'])
const predicates = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
  'sort',
  'toSorted',
])
const reactions = new Set(['catch', 'finally', 'then'])

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>

export interface Callers {
  readonly sourceCode: SourceCode
  readonly imports: Imports
  /** More functions that call back and know nothing of coroutines: `queue.process`. */
  readonly more: readonly string[]
}

/** Who calls the argument of this index. */
export function callerOf(call: Call, index: number, known: Callers): Caller | undefined {
  const callee = unwrap(call.callee)
  if (known.more.includes(known.sourceCode.getText(callee))) return 'handler'
  if (call.type === 'NewExpression')
    return nameOf(callee) === 'Promise' && index === 0 ? 'handler' : undefined
  const root = rootOf(callee)
  if (tests.has(nameIn(runners, callee, known) ?? '')) return 'test'
  if (index === 0 && timers.has(nameIn(clocks, callee, known) ?? '')) return 'handler'
  if (callee.type === 'Identifier') return undefined
  const method = callee.type === 'MemberExpression' ? (keyOf(callee) ?? '') : ''
  if (predicates.has(method) && index === 0) return 'predicate'
  if (reactions.has(method)) return 'promise'
  if (listeners.has(method) && index === 1) return 'handler'
  if (method === 'nextTick' && nameOf(root) === 'process' && index === 0) return 'handler'
  const [path] = call.arguments
  const isPath = path?.type === 'Literal' && typeof path.value === 'string' && path.value.startsWith('/')
  return routes.has(method) && isPath && index > 0 ? 'answer' : undefined
}

/** `test` of `test.only` and of `test.each(…)`. */
function rootOf(callee: Node): Node {
  if (callee.type === 'MemberExpression') return rootOf(unwrap(callee.object))
  if (callee.type === 'CallExpression') return rootOf(unwrap(callee.callee))
  return callee.type === 'TaggedTemplateExpression' ? rootOf(unwrap(callee.tag)) : callee
}

/**
 * The name under which one of these modules, or the global object, knows what is called: `test` of
 * `runner.test.only(…)` after `import * as runner from 'vitest'`.
 */
function nameIn(
  modules: ReadonlySet<string>,
  callee: Node,
  { imports, sourceCode }: Callers,
): string | undefined {
  const root = rootOf(callee)
  const binding = imports.bindingOf(root)
  if (binding === undefined) {
    if (!isUndeclared(root, sourceCode)) return undefined
    return globals.has(nameOf(root) ?? '') ? memberOf(root) : nameOf(root)
  }
  if (!modules.has(binding.module)) return undefined
  if (binding.imported === '*') return memberOf(root)
  return binding.imported === 'default' ? defaultOf(binding.module, root) : binding.imported
}

/** The default export of a runner is `test`, that of a module of Node the module itself. */
function defaultOf(module: string, root: Node): string | undefined {
  return clocks.has(module) ? memberOf(root) : 'test'
}

/** `test` of `runner.test`. */
function memberOf(object: Node): string | undefined {
  return object.parent?.type === 'MemberExpression' && object.parent.object === object
    ? keyOf(object.parent)
    : undefined
}

function isUndeclared(node: Node, sourceCode: SourceCode): boolean {
  return node.type === 'Identifier' && variableAt(node.name, node, sourceCode) === undefined
}
