/**
 * Callbacks that return an awaitable to a caller that does not wait: the second half of
 * no-awaitable-as-value.
 */

import { resultsOf } from '../base/function.ts'
import { isFunction, keyOf, type Node, unwrap } from '../base/node.ts'
import type { Context, Visitor } from '../base/rule.ts'
import { type Caller, callerOf } from '../facts/callees.ts'
import type { FileFacts } from '../facts/for-file.ts'
import { cureFor } from '../fix/cure.ts'

export function callbackVisitor(context: Context, file: FileFacts, callees: readonly string[]): Visitor {
  const { facts } = file
  const check = (call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): void => {
    if (isForEach(call)) return
    for (const [index, callback] of call.arguments.entries()) {
      const fn = unwrap(callback)
      const isName =
        fn.type === 'Identifier' || fn.type === 'MemberExpression' || fn.type === 'CallExpression'
      if (!isName && !(isFunction(fn) && !fn.generator && !fn.async)) continue
      const caller = callerOf(call, index, { ...file, more: callees })
      // By name alone, only where the caller is known: to ask the type of each argument would be dear.
      if (isName && caller === undefined) continue
      for (const node of isFunction(fn) ? resultsOf(fn, file.sourceCode) : [callback]) {
        const { kind, certain } = isFunction(fn) ? facts.of(node) : facts.resultOf(callback)
        if (kind === undefined || kind === 'task') continue
        if (caller === 'predicate' && !certain) continue
        const expected = facts.expectedOf(callback)
        if (expected === 'awaitable' || (caller === undefined && expected !== 'nothing')) continue
        // A future is a promise.
        if (kind === 'future' && (caller === 'promise' || caller === 'answer' || caller === 'test')) continue
        tell(node, caller ?? 'handler')
      }
    }
  }
  const tell = (node: Node, messageId: Caller): void => {
    const { kind } = facts.of(node)
    const known = kind ? facts.of(node) : facts.resultOf(node)
    const { data } = cureFor(node, { ...known, certain: false }, file)
    context.report({ node, messageId, data })
  }
  return { CallExpression: check, NewExpression: check }
}

function isForEach(call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): boolean {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' && keyOf(callee) === 'forEach'
}
