/**
 * A generator function where a plain function is called: the call makes a generator, which nobody drives, so
 * that not even its first line runs.
 */

import { isFunction, type Node, unwrap } from '../base/node.ts'
import { type Rule, rule } from '../base/rule.ts'
import { callerOf } from '../facts/callees.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'

export const noGeneratorCallback: Rule = rule<{ callees: readonly string[] }>({
  description: 'Disallow generator functions where a plain callback is called',
  messages: {
    generator:
      'Nobody runs this generator: it is called as a plain callback, and its body never begins. ' +
      'Start a task in a plain function: `() => createTask(work())`, or wrap it: `asyncify(function* …)`.',
    test:
      'Nobody runs this generator: the test passes without it. Use `it` of `@acoro/testing/vitest`, or ' +
      '`virtual(function* …)`.',
    forEach:
      '`forEach` never runs the body of a generator. Use `for … of` with `yield*`, or `gather(….map(…))`.',
  },
  options: {
    callees: { schema: { type: 'array', items: { type: 'string' }, uniqueItems: true }, default: [] },
  },
  create(context, { callees }) {
    const file = factsFor(context)
    if (file === undefined) return {}
    const check = (call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): void => {
      for (const [index, node] of call.arguments.entries()) {
        if (!isGenerator(node, file)) continue
        const isForEach = isForEachOf(call) && index === 0
        const caller = isForEach ? 'forEach' : callerOf(call, index, { ...file, more: callees })
        const expected = file.facts.expectedOf(node)
        if (expected === 'awaitable' || (caller === undefined && expected !== 'nothing')) continue
        const messageId = caller === 'test' || caller === 'forEach' ? caller : 'generator'
        context.report({ node, messageId })
      }
    }
    return { CallExpression: check, NewExpression: check }
  },
})

function isForEachOf(call: Node): boolean {
  const callee = 'callee' in call ? unwrap(call.callee as Node) : undefined
  return (
    callee?.type === 'MemberExpression' &&
    !callee.computed &&
    'name' in callee.property &&
    callee.property.name === 'forEach'
  )
}

function isGenerator(node: Node, { facts }: FileFacts): boolean {
  const fn = unwrap(node)
  if (isFunction(fn)) return fn.generator
  const isName = fn.type === 'Identifier' || fn.type === 'MemberExpression'
  return isName && facts.resultOf(node).kind === 'generator'
}
