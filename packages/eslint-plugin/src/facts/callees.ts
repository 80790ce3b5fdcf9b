/**
 * Who calls a callback, by the callee's name: functions that know nothing of coroutines, and what they do with the
 * callback's result. Types may say otherwise; `expectedOf` is asked as well.
 */

import { keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import type { SourceCode } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import type { Imports } from './imports.ts'

/** `handler`: nobody looks at the result. `test`: a test runner's. `answer`: it is sent somewhere. `predicate`: true or not. */
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
  const name = nameOf(root) ?? ''
  if (tests.has(name) && isOfRunner(root, known)) return 'test'
  if (callee.type === 'Identifier')
    return timers.has(name) && index === 0 && isGlobal(root, known) ? 'handler' : undefined
  const method = callee.type === 'MemberExpression' ? (keyOf(callee) ?? '') : ''
  if (predicates.has(method) && index === 0) return 'predicate'
  if (reactions.has(method)) return 'promise'
  if (listeners.has(method) && index === 1) return 'handler'
  if (method === 'nextTick' && name === 'process' && index === 0) return 'handler'
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

function isOfRunner(root: Node, { imports, sourceCode }: Callers): boolean {
  const module = imports.moduleOf(root)
  return module === undefined ? isUndeclared(root, sourceCode) : runners.has(module)
}

function isGlobal(root: Node, { imports, sourceCode }: Callers): boolean {
  return isUndeclared(root, sourceCode) || /^(node:)?timers$/.test(imports.moduleOf(root) ?? '')
}

function isUndeclared(node: Node, sourceCode: SourceCode): boolean {
  return node.type === 'Identifier' && variableAt(node.name, node, sourceCode) === undefined
}
